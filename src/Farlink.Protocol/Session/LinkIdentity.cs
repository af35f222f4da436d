using Farlink.Protocol.Session.Handshake;

namespace Farlink.Protocol.Session;

/// <summary>
/// How the two ends of one link know each other: a <see cref="PreSharedKey"/>, or a <see cref="PairedIdentity"/>. There is no way
/// from one to the other on the air.
/// </summary>
public abstract class LinkIdentity
{
    private protected LinkIdentity(byte[] helloKey) => HelloKey = helloKey;

    /// <summary>In words: <c>psk</c>, <c>edhoc</c>.</summary>
    public abstract string Mode { get; }

    /// <summary>K_hello: authenticates the frames that a base looks at before it does anything for them.</summary>
    internal byte[] HelloKey { get; }

    /// <summary>Octets of the base's answer to a hello.</summary>
    internal abstract int SecondSize { get; }

    /// <summary>Octets of a hello.</summary>
    internal abstract int FirstSize { get; }

    /// <summary>Whether a handshake frame is one of this mode, or of both.</summary>
    internal abstract bool Speaks(HelloType type);

    /// <summary>What its tag of a hello is about, besides the frame.</summary>
    internal abstract ReadOnlySpan<byte> FirstLabel { get; }

    /// <summary>Begins a handshake.</summary>
    /// <param name="linkId">The link.</param>
    /// <param name="generation">The bit of the session it makes.</param>
    /// <param name="counter">Used for no other hello.</param>
    /// <param name="random">Gives so many random octets.</param>
    internal abstract SiteHandshake Begin(byte linkId, bool generation, uint counter, Func<int, byte[]> random);

    /// <summary>Waits for one.</summary>
    /// <param name="random">Gives so many random octets.</param>
    internal abstract BaseHandshake Await(Func<int, byte[]> random);

    /// <summary>Whether two links have the same key, so that one could speak for the other.</summary>
    internal abstract bool IsSameAs(LinkIdentity other);
}
