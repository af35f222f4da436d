using System.Security.Cryptography;

namespace Farlink.Keys.Backup;

/// <summary>
/// Encrypts what is written to it, chunk by chunk, into another stream. <see cref="Finish"/> ends it: without the last chunk
/// nobody takes the file for whole. Holds one chunk in memory.
/// </summary>
internal sealed class SealedWriter : Stream
{
    private readonly Stream _to;
    private readonly CancellationToken _cancellationToken;
    private readonly BackupKeys _keys;
    private readonly byte[] _head;
    private readonly byte[] _plain = new byte[BackupFormat.ChunkSize];
    private readonly byte[] _sealed = new byte[BackupFormat.SealedSize];
    private int _filled;
    private uint _chunk;

    /// <summary>Writes the head.</summary>
    /// <param name="to">Where to; not closed with this.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="rounds">Rounds of PBKDF2.</param>
    /// <param name="cancellationToken">Gives up, in front of the next chunk.</param>
    public SealedWriter(Stream to, string passphrase, int rounds, CancellationToken cancellationToken = default)
    {
        _to = to;
        _cancellationToken = cancellationToken;
        (_head, _keys) = BackupHead.Make(passphrase, rounds);
        _to.Write(_head);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full chunk waits until more comes: it may be the last.
            if (_filled == _plain.Length) Seal(isLast: false);
            var part = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..part].CopyTo(_plain.AsSpan(_filled));
            _filled += part;
            buffer = buffer[part..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Seals the last chunk. Nothing is written afterwards.</summary>
    public void Finish() => Seal(isLast: true);

    public override void Flush()
    {
        // A chunk leaves when it is full.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _keys.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
        }

        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var octets = _sealed.AsSpan(0, _filled + BackupFormat.TagSize);
        _keys.Seal(_chunk, isLast, _head, _plain.AsSpan(0, _filled), octets);
        _to.Write(octets);
        _filled = 0;

        // 256 TiB; the number of a chunk must never come twice.
        _chunk = checked(_chunk + 1);
    }
}
