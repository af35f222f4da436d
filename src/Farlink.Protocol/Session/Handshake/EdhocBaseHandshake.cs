using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session.Handshake;

/// <summary>A handshake of EDHOC at the base: its static key once, before it answers.</summary>
internal sealed class EdhocBaseHandshake(PairedIdentity identity, byte[] scalar) : BaseHandshake(identity)
{
    private readonly EdhocResponder _responder = new(identity.Options, scalar);
    private byte[] _first = [];

    /// <inheritdoc/>
    public override EdhocRequest? Request => _responder.Request;

    /// <inheritdoc/>
    public override bool TryTakeFirst(byte[] frame)
    {
        _first = frame;
        return _responder.HandleMessage1(EdhocHello.Message1(frame)) is null;
    }

    /// <inheritdoc/>
    public override byte[] Second(ReadOnlySpan<byte> answer) =>
        EdhocHello.After(HelloType.EdhocSecond, _first, _responder.HandleAnswer(answer).Span);

    /// <inheritdoc/>
    public override bool TryTakeThird(ReadOnlySpan<byte> frame)
    {
        if (!EdhocHello.Fits(_first, frame) || _responder.HandleMessage3(EdhocHello.Message(frame)) is not null) return false;
        Keys = SessionKeys.FromEdhoc(_responder.Session!, LinkRole.BaseStation, _first[1], HelloFrame.Generation(_first));
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose() => _responder.Dispose();
}
