namespace Farlink.Storage.Tests;

/// <summary>How much of what was written and not flushed is on the disk when the power comes back.</summary>
public enum Survival
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>All of it.</summary>
    All,

    /// <summary>Some, in any order, by sectors.</summary>
    Some,
}

/// <summary>
/// Files in memory for SQLite (through <see cref="PowerLossVfs"/>), with the semantics of a disk: what was not flushed may or may
/// not survive a loss of power, and an interrupted write may have been written in part.
/// </summary>
internal sealed class PowerLossDisk
{
    private const int Sector = 512;
    private readonly Dictionary<string, Content> _files = new(StringComparer.Ordinal);

    /// <summary>Writes, truncations, deletions and flushes so far.</summary>
    public int Operations { get; private set; }

    /// <summary>At this operation the power fails, before it has any effect; null: never.</summary>
    public int? FailAt { get; set; }

    /// <summary>What SQLite is told instead of writing; null: it may write.</summary>
    public int? Refusal { get; set; }

    /// <summary>Octets that there is room for: files of SQLite, and what <see cref="Others"/> tells; null: no limit.</summary>
    public long? Room { get; set; }

    /// <summary>Octets of other files on the same disk.</summary>
    public Func<long> Others { get; set; } = () => 0;

    /// <summary>Whether a flush is a lie.</summary>
    public bool IgnoresFlush { get; set; }

    /// <summary>Whether the power is gone: every call fails.</summary>
    public bool IsOff { get; private set; }

    /// <summary>The power comes back.</summary>
    public void Restart(Survival survival, Random random)
    {
        foreach (var file in _files.Values) file.Restart(survival, random);
        IsOff = false;
        FailAt = null;
    }

    /// <summary>Length of a file; 0: there is none.</summary>
    public long LengthOf(string name) => _files.GetValueOrDefault(name)?.Length ?? 0;

    /// <summary>Octets that are free; without a limit very many.</summary>
    public long Free => Room is { } room ? Math.Max(0, room - _files.Values.Sum(one => one.Length) - Others()) : long.MaxValue;

    /// <summary>Whether a file can grow to so many octets.</summary>
    public bool HasRoom(Content file, long length) => Room is not { } room || length <= file.Length
        || _files.Values.Sum(one => one.Length) - file.Length + length + Others() <= room;

    public bool Exists(string name) => _files.ContainsKey(name);

    public Content Open(string name)
    {
        if (_files.TryGetValue(name, out var file)) return file;

        // A new store is renamed to its place, which SQLite does not see.
        if (_files.Remove($"{name}.new", out var renamed)) return _files[name] = renamed;
        return _files[name] = new Content();
    }

    /// <summary>Does an operation, unless the power fails there; false if it did.</summary>
    public bool Do(Action operation)
    {
        if (IsOff) return false;
        IsOff = Operations++ == FailAt;
        if (!IsOff) operation();
        return !IsOff;
    }

    public void Delete(string name) => _files.Remove(name);

    /// <summary>One file.</summary>
    internal sealed class Content
    {
        private readonly List<(long Offset, byte[]? Octets)> _unsynced = [];
        private byte[] _durable = [];
        private byte[] _current = [];

        public long Length => _current.Length;

        public int Read(Span<byte> into, long offset)
        {
            if (offset >= _current.Length) return 0;
            var count = (int)Math.Min(into.Length, _current.Length - offset);
            _current.AsSpan((int)offset, count).CopyTo(into);
            return count;
        }

        public void Write(long offset, byte[] octets)
        {
            _unsynced.Add((offset, octets));
            _current = Written(_current, offset, octets);
        }

        public void Truncate(long length)
        {
            _unsynced.Add((length, null));
            Array.Resize(ref _current, (int)length);
        }

        public void Sync()
        {
            _unsynced.Clear();
            _durable = [.. _current];
        }

        public void Restart(Survival survival, Random random)
        {
            var content = survival == Survival.All ? _current : _durable;
            if (survival == Survival.Some)
            {
                foreach (var (offset, octets) in _unsynced)
                {
                    if (random.Next(2) == 0) continue;
                    if (octets is null) Array.Resize(ref content, (int)offset);
                    else content = Torn(content, offset, octets, random);
                }
            }

            _current = [.. content];
            Sync();
        }

        private static byte[] Torn(byte[] content, long offset, byte[] octets, Random random)
        {
            for (var at = 0; at < octets.Length; at += Sector)
            {
                var part = octets[at..Math.Min(octets.Length, at + Sector)];
                if (random.Next(4) > 0) content = Written(content, offset + at, part);
            }

            return content;
        }

        private static byte[] Written(byte[] content, long offset, byte[] octets)
        {
            var result = content;
            if (offset + octets.Length > content.Length) Array.Resize(ref result, (int)offset + octets.Length);
            else result = [.. content];
            octets.CopyTo(result, offset);
            return result;
        }
    }
}
