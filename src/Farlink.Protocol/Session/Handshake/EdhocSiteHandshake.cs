using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session.Handshake;

/// <summary>A handshake of EDHOC at the site: three frames, and the site's static key once.</summary>
internal sealed class EdhocSiteHandshake : SiteHandshake
{
    private readonly EdhocInitiator _initiator;

    public EdhocSiteHandshake(PairedIdentity identity, byte linkId, bool generation, uint counter, byte[] scalar)
        : base(identity)
    {
        _initiator = new EdhocInitiator(identity.Options, scalar);
        First = EdhocHello.First(identity, linkId, generation, counter, _initiator.Message1.Span);
    }

    /// <inheritdoc/>
    public override byte[] First { get; }

    /// <inheritdoc/>
    public override EdhocRequest? Request => _initiator.Request;

    /// <inheritdoc/>
    public override bool TryTakeSecond(ReadOnlySpan<byte> frame) =>
        EdhocHello.Fits(First, frame) && _initiator.HandleMessage2(EdhocHello.Message(frame)) is null;

    /// <inheritdoc/>
    public override (SessionKeys Keys, byte[]? Third) Complete(ReadOnlySpan<byte> answer)
    {
        var message3 = _initiator.HandleAnswer(answer);
        var keys = SessionKeys.FromEdhoc(_initiator.Session!, LinkRole.Site, First[1], HelloFrame.Generation(First));
        return (keys, EdhocHello.After(HelloType.EdhocThird, First, message3.Span));
    }

    /// <inheritdoc/>
    public override void Dispose() => _initiator.Dispose();
}
