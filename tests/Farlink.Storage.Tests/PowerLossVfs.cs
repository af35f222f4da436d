using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Farlink.Storage.Tests;

/// <summary>
/// A file system for the real SQLite (https://sqlite.org/vfs.html): files of a folder that was given a <see
/// cref="PowerLossDisk"/>
/// live there, all others where they always do. The store runs on it unchanged; a file of the same name stands on the real
/// disk for whoever looks.
/// </summary>
internal static unsafe class PowerLossVfs
{
    private const int Ok = 0, IoError = 10, Full = 13, CantOpen = 14, NotFound = 12, ShortRead = IoError | (2 << 8);
    private static readonly ConcurrentDictionary<string, PowerLossDisk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<long, OpenFile> Files = new();
    private static readonly Methods* Ours = CreateMethods();
    private static readonly Vfs* Usual = Register();
    private static long _lastFile;

    /// <summary>Gives a folder a disk of its own.</summary>
    public static PowerLossDisk Mount(string folder)
    {
        Assert.True(Usual != null);
        return Disks[folder] = new PowerLossDisk();
    }

    public static void Unmount(string folder) => Disks.TryRemove(folder, out _);

    private static Vfs* Register()
    {
        SQLitePCL.Batteries_V2.Init();
        var usual = Find(null);
        var own = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *own = *usual;
        own->Version = 1;
        own->FileSize = Math.Max(usual->FileSize, sizeof(FileHandle));
        own->Next = null;
        own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("power-loss");
        own->Open = &Open;
        own->Delete = &Delete;
        own->Access = &Access;
        Assert.Equal(Ok, Register(own, 1));
        return usual;
    }

    private static Methods* CreateMethods()
    {
        var methods = (Methods*)NativeMemory.AllocZeroed((nuint)sizeof(Methods));

        // Without shared memory (version 2) a log is possible all the same where the file is locked for one process.
        methods->Version = 1;
        methods->Close = &Close;
        methods->Read = &Read;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        methods->FileSize = &FileSize;
        methods->Lock = &Lock;
        methods->Unlock = &Lock;
        methods->CheckReservedLock = &CheckReservedLock;
        methods->FileControl = &FileControl;
        methods->SectorSize = &SectorSize;
        methods->DeviceCharacteristics = &DeviceCharacteristics;
        return methods;
    }

    private static PowerLossDisk? DiskOf(byte* name, out string path)
    {
        path = Marshal.PtrToStringUTF8((nint)name) ?? "";
        return Path.GetDirectoryName(path) is { } folder ? Disks.GetValueOrDefault(folder) : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, FileHandle* file, int flags, int* outFlags)
    {
        if (DiskOf(name, out var path) is not { } disk) return Usual->Open(Usual, name, file, flags, outFlags);
        file->Methods = null;
        if (disk.IsOff) return CantOpen;
        if (!File.Exists(path))
        {
            disk.Delete(path);
            File.WriteAllBytes(path, [0]);
        }

        var id = Interlocked.Increment(ref _lastFile);
        Files[id] = new OpenFile(disk, disk.Open(path));
        file->Id = id;
        file->Methods = Ours;
        if (outFlags != null) *outFlags = flags;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* name, int syncDirectory)
    {
        if (DiskOf(name, out var path) is not { } disk) return Usual->Delete(Usual, name, syncDirectory);
        return disk.Do(() =>
        {
            disk.Delete(path);
            File.Delete(path);
        }) ? Ok : IoError;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(Vfs* vfs, byte* name, int flags, int* result)
    {
        if (DiskOf(name, out var path) is not { } disk) return Usual->Access(Usual, name, flags, result);
        *result = disk.Exists(path) ? 1 : 0;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(FileHandle* file)
    {
        Files.TryRemove(file->Id, out _);
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(FileHandle* file, byte* into, int count, long offset)
    {
        var open = Files[file->Id];
        if (open.Disk.IsOff) return IoError;
        var room = new Span<byte>(into, count);
        var read = open.Content.Read(room, offset);
        room[read..].Clear();
        return read == count ? Ok : ShortRead;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(FileHandle* file, byte* from, int count, long offset)
    {
        var open = Files[file->Id];
        if (open.Disk.Refusal is { } refusal) return refusal;
        if (!open.Disk.HasRoom(open.Content, offset + count)) return Full;
        var octets = new ReadOnlySpan<byte>(from, count).ToArray();
        return Do(file, content => content.Write(offset, octets));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(FileHandle* file, long length) => Do(file, content => content.Truncate(length));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(FileHandle* file, int flags)
    {
        var open = Files[file->Id];
        return open.Disk.Do(() =>
        {
            if (!open.Disk.IgnoresFlush) open.Content.Sync();
        }) ? Ok : IoError;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(FileHandle* file, long* size)
    {
        *size = Files[file->Id].Content.Length;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(FileHandle* file, int kind) => Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(FileHandle* file, int* result)
    {
        *result = 0;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(FileHandle* file, int operation, void* argument) => NotFound;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(FileHandle* file) => 512;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(FileHandle* file) => 0;

    private static int Do(FileHandle* file, Action<PowerLossDisk.Content> operation)
    {
        var open = Files[file->Id];
        return open.Disk.Do(() => operation(open.Content)) ? Ok : IoError;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    private static extern Vfs* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
    private static extern int Register(Vfs* vfs, int makeDefault);

    private sealed record OpenFile(PowerLossDisk Disk, PowerLossDisk.Content Content);

    /// <summary>sqlite3_file, and what is ours behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileHandle
    {
        public Methods* Methods;
        public long Id;
    }

    /// <summary>sqlite3_io_methods, version 1.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<FileHandle*, int> Close;
        public delegate* unmanaged[Cdecl]<FileHandle*, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<FileHandle*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<FileHandle*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int> Sync;
        public delegate* unmanaged[Cdecl]<FileHandle*, long*, int> FileSize;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int> Lock;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int> Unlock;
        public delegate* unmanaged[Cdecl]<FileHandle*, int*, int> CheckReservedLock;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, void*, int> FileControl;
        public delegate* unmanaged[Cdecl]<FileHandle*, int> SectorSize;
        public delegate* unmanaged[Cdecl]<FileHandle*, int> DeviceCharacteristics;
    }

    /// <summary>sqlite3_vfs, version 1.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, FileHandle*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int*, int> Access;
        public void* FullPath;
        public void* LibraryOpen;
        public void* LibraryError;
        public void* LibrarySymbol;
        public void* LibraryClose;
        public void* Randomness;
        public void* Sleep;
        public void* CurrentTime;
        public void* LastError;
    }
}
