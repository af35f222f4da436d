using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session.Handshake;

/// <summary>A handshake with a shared key at the site: two frames, no private key.</summary>
internal sealed class PskSiteHandshake(PreSharedKey key, byte[] first) : SiteHandshake(key)
{
    private byte[]? _second;

    private PreSharedKey Key => (PreSharedKey)Identity;

    /// <inheritdoc/>
    public override byte[] First => first;

    /// <inheritdoc/>
    public override EdhocRequest? Request => null;

    /// <inheritdoc/>
    public override bool TryTakeSecond(ReadOnlySpan<byte> frame)
    {
        if (!PskHello.IsAuthenticSecond(Key, first, frame)) return false;
        _second = frame.ToArray();
        return true;
    }

    /// <inheritdoc/>
    public override (SessionKeys Keys, byte[]? Third) Complete(ReadOnlySpan<byte> answer) =>
        (SessionKeys.FromHandshake(Key, LinkRole.Site, first, _second), null);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
