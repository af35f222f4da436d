using System.Runtime.InteropServices;

namespace Farlink.Keys.Files;

/// <summary>Keeps what is in the memory of a process, keys above all, from files and from other processes of its user.</summary>
public static partial class SecretMemory
{
    /// <summary>PR_GET_DUMPABLE and PR_SET_DUMPABLE of prctl(2).</summary>
    private const int GetDumpable = 3, SetDumpable = 4;

    /// <summary>Whether it is kept. Elsewhere than on Linux it never is.</summary>
    public static bool IsKept => OperatingSystem.IsLinux() && Control(GetDumpable, 0, 0, 0, 0) == 0;

    /// <summary>
    /// From here on a crash leaves no core file, whatever core_pattern(5) and the limits say, and only root may look into this
    /// process: what is its own in /proc belongs to root too. Does nothing elsewhere than on Linux.
    /// </summary>
    public static void Keep()
    {
        // It cannot fail with these arguments (prctl(2)); a kernel that refuses it all the same must not keep a service down.
        if (OperatingSystem.IsLinux()) _ = Control(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
