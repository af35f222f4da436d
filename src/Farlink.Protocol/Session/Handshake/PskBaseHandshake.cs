using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session.Handshake;

/// <summary>A handshake with a shared key at the base.</summary>
internal sealed class PskBaseHandshake(PreSharedKey key, byte[] nonce) : BaseHandshake(key)
{
    private byte[] _first = [];

    private PreSharedKey Key => (PreSharedKey)Identity;

    /// <inheritdoc/>
    public override EdhocRequest? Request => null;

    /// <inheritdoc/>
    public override bool TryTakeFirst(byte[] frame)
    {
        _first = frame;
        return true;
    }

    /// <inheritdoc/>
    public override byte[] Second(ReadOnlySpan<byte> answer)
    {
        var second = PskHello.Second(Key, _first, nonce);
        Keys = SessionKeys.FromHandshake(Key, LinkRole.BaseStation, _first, second);
        return second;
    }

    /// <inheritdoc/>
    public override bool TryTakeThird(ReadOnlySpan<byte> frame) => false;

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
