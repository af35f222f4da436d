namespace Farlink.Protocol.Session;

/// <summary>What a handshake leaves both ends with, and from which traffic keys are derived. In memory only.</summary>
internal abstract class SessionSecret : IDisposable
{
    /// <summary>Octets of a key.</summary>
    public const int KeySize = 16;

    /// <summary>Octets of an IV.</summary>
    public const int IvSize = 13;

    /// <summary>Both ends give it to the key update.</summary>
    protected static ReadOnlySpan<byte> RatchetLabel => "farlink 1 ratchet"u8;

    /// <summary>Key and IV of one direction; the caller wipes them.</summary>
    public abstract (byte[] Key, byte[] Iv) Derive(LinkDirection direction);

    /// <summary>The secret of the next generation; from it there is no way back to this one.</summary>
    public abstract SessionSecret Next();

    /// <summary>Wipes it.</summary>
    public abstract void Dispose();
}
