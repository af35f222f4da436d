using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session.Handshake;

/// <summary>One handshake at the end that opens it.</summary>
/// <param name="identity">As whom.</param>
internal abstract class SiteHandshake(LinkIdentity identity) : IDisposable
{
    /// <summary>As whom it is made.</summary>
    public LinkIdentity Identity => identity;

    /// <summary>The complete hello.</summary>
    public abstract byte[] First { get; }

    /// <summary>What the long-term key is to compute after a good answer; null if nothing.</summary>
    public abstract EdhocRequest? Request { get; }

    /// <summary>Takes the base's answer; false, and nothing has changed, if it is none to this hello.</summary>
    public abstract bool TryTakeSecond(ReadOnlySpan<byte> frame);

    /// <summary>Ends it.</summary>
    /// <param name="answer">To <see cref="Request"/>; empty if there was none.</param>
    /// <returns>The keys, and the frame that the base needs to have them too; null if it has.</returns>
    public abstract (SessionKeys Keys, byte[]? Third) Complete(ReadOnlySpan<byte> answer);

    /// <summary>Wipes what it keeps secret. The keys are the caller's.</summary>
    public abstract void Dispose();
}
