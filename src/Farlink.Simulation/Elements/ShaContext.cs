using System.Buffers;
using System.Security.Cryptography;

namespace Farlink.Simulation.Elements;

/// <summary>A hash or HMAC that the host feeds piece by piece.</summary>
/// <param name="key">The HMAC's key of 32 octets; null: a plain hash.</param>
internal sealed class ShaContext(byte[]? key)
{
    /// <summary>
    /// The longest message, in octets. The chip has no such limit; the model keeps the message, and a host that would hash a
    /// megabyte at 64 octets a command has another fault.
    /// </summary>
    public const int MaximumLength = 1 << 20;

    private readonly ArrayBufferWriter<byte> _message = new();

    /// <summary>Takes a piece.</summary>
    /// <returns>False if the message would be longer than <see cref="MaximumLength"/>.</returns>
    public bool TryAdd(ReadOnlySpan<byte> piece)
    {
        if (_message.WrittenCount + piece.Length > MaximumLength) return false;
        _message.Write(piece);
        return true;
    }

    /// <summary>The digest of all pieces, 32 octets.</summary>
    public byte[] Finish() =>
        key is null ? SHA256.HashData(_message.WrittenSpan) : HMACSHA256.HashData(key, _message.WrittenSpan);
}
