using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session.Handshake;

/// <summary>One handshake at the end that answers it. Tag and counter of the hello are checked before.</summary>
/// <param name="identity">As whom.</param>
internal abstract class BaseHandshake(LinkIdentity identity) : IDisposable
{
    /// <summary>As whom it is made.</summary>
    public LinkIdentity Identity => identity;

    /// <summary>What the long-term key is to compute before <see cref="Second"/>; null if nothing.</summary>
    public abstract EdhocRequest? Request { get; }

    /// <summary>The keys, as soon as this end has them; the caller's.</summary>
    public SessionKeys? Keys { get; protected set; }

    /// <summary>Takes a hello; false if there is nothing good in it.</summary>
    public abstract bool TryTakeFirst(byte[] frame);

    /// <summary>The complete answer.</summary>
    /// <param name="answer">To <see cref="Request"/>; empty if there was none.</param>
    public abstract byte[] Second(ReadOnlySpan<byte> answer);

    /// <summary>Takes the site's last frame; false, and nothing has changed, if it is not that.</summary>
    public abstract bool TryTakeThird(ReadOnlySpan<byte> frame);

    /// <summary>Wipes what it keeps secret.</summary>
    public abstract void Dispose();
}
