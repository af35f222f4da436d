using System.Security.Cryptography;

namespace Farlink.Keys.Backup;

/// <summary>
/// Decrypts what <see cref="SealedWriter"/> wrote. An octet comes out only when its chunk is authentic and in its place, and the
/// end only when the last chunk was there and nothing behind it. Holds two chunks in memory.
/// </summary>
internal sealed class SealedReader : Stream
{
    private readonly Stream _from;
    private readonly string _shown;
    private readonly BackupKeys _keys;
    private readonly byte[] _head = new byte[BackupHead.Size];
    private readonly byte[] _plain = new byte[BackupFormat.ChunkSize];

    /// <summary>A whole chunk, and the octet behind it, which shows that it is not the last.</summary>
    private readonly byte[] _sealed = new byte[BackupFormat.SealedSize + 1];

    private int _held;
    private int _at;
    private int _filled;
    private uint _chunk;
    private bool _isAtEnd;

    /// <summary>Reads the head.</summary>
    /// <param name="from">A backup; not closed with this.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="shown">The file's name, for messages.</param>
    /// <exception cref="BackupException">It is no backup, is damaged or of a newer program, or the passphrase is
    /// wrong.</exception>
    public SealedReader(Stream from, string passphrase, string shown)
    {
        _from = from;
        _shown = shown;
        var got = from.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
        _keys = BackupHead.Open(_head.AsSpan(0, got), passphrase, shown);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="BackupException">The next chunk is damaged, missing or out of its place.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_at == _filled)
        {
            if (_isAtEnd) return 0;
            OpenNext();
        }

        var part = Math.Min(buffer.Length, _filled - _at);
        _plain.AsSpan(_at, part).CopyTo(buffer);
        _at += part;
        return part;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads to the end, so that the last chunk is seen.</summary>
    /// <exception cref="BackupException">A chunk is damaged, missing or out of its place.</exception>
    public void Drain()
    {
        while (!_isAtEnd) OpenNext();
        _at = _filled;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _keys.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
        }

        base.Dispose(disposing);
    }

    private void OpenNext()
    {
        var rest = _sealed.AsSpan(_held);
        var got = _held + _from.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        var isLast = got < _sealed.Length;
        if (got < BackupFormat.TagSize) throw CutOff(_chunk);
        var octets = _sealed.AsSpan(0, Math.Min(got, BackupFormat.SealedSize));
        if (!_keys.TryOpen(_chunk, isLast, _head, octets, _plain)) throw Explain(octets, isLast);
        _at = 0;
        _filled = octets.Length - BackupFormat.TagSize;
        _isAtEnd = isLast;
        _chunk++;
        if (isLast) return;
        _sealed[0] = _sealed[^1];
        _held = 1;
    }

    /// <summary>A chunk that is good elsewhere in a file tells what happened to this one.</summary>
    private BackupException Explain(ReadOnlySpan<byte> octets, bool isLast)
    {
        if (_keys.TryOpen(_chunk, !isLast, _head, octets, _plain))
            return isLast ? CutOff(_chunk + 1) : new BackupException($"{_shown} has something behind its end: copy it again.");
        return new BackupException(
            $"{_shown} is damaged or cut off in its chunk {_chunk + 1}: copy it again, or use another backup. "
            + "(The passphrase is right.)");
    }

    private BackupException CutOff(uint missing) =>
        new($"{_shown} is cut off in front of its chunk {missing + 1}: copy it again.");
}
