using System.Security.Cryptography;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Pairing;

/// <summary>The site: it commits itself first, so that its part cannot be made to fit a code, and begins the handshake.</summary>
internal sealed class SitePairing : AirPairing
{
    private readonly byte[] _opening;
    private byte[] _shownByBase = [];
    private EdhocInitiator? _initiator;

    public SitePairing(AirPairingOptions options, IRandomSource random, Instant now)
        : base(options, random, now)
    {
        _opening = DrawOpening();
        var commitment = PairingCode.Commitment(LinkRole.Site, Own, Nonce);
        Repeat(PairingFrame.Make(PairingFrameType.Commitment, _opening, commitment), now);
    }

    /// <inheritdoc/>
    private protected override bool TryHandle(PairingFrameType type, ReadOnlySpan<byte> frame, Instant now)
    {
        if (!PairingFrame.Opening(frame).SequenceEqual(_opening)) return false;
        return type switch
        {
            PairingFrameType.BaseEnd => TryTakeEnd(frame, now),
            PairingFrameType.Message2 => TryTakeSecond(frame, now),
            PairingFrameType.Message4 => TryTakeFourth(frame, now),

            // Its own frames, thrown back at it.
            _ => false,
        };
    }

    /// <inheritdoc/>
    private protected override void Prove(Instant now)
    {
        _initiator = new EdhocInitiator(Handshake(), DrawScalar());
        Repeat(
            PairingFrame.MakeTagged(PairingFrameType.Message1, _opening, _initiator.Message1.Span, HelloKey.Span), now);
    }

    /// <inheritdoc/>
    private protected override void HandleProof(ReadOnlySpan<byte> answer, Instant now)
    {
        Request = null;
        Repeat(PairingFrame.Make(PairingFrameType.Message3, _opening, _initiator!.HandleAnswer(answer).Span), now);
    }

    /// <inheritdoc/>
    private protected override void SayKept(Instant now) => Repeat(null, now);

    /// <inheritdoc/>
    private protected override void Wipe()
    {
        _initiator?.Session?.Dispose();
        _initiator?.Dispose();
    }

    private bool TryTakeEnd(ReadOnlySpan<byte> frame, Instant now)
    {
        var reveal = PairingFrame.Make(PairingFrameType.SiteEnd, _opening, OwnEnd);
        if (Step != PairingStep.Looking)
        {
            // The base has not heard what this end revealed; another base comes too late.
            if (!frame.SequenceEqual(_shownByBase)) return false;
            Answer(reveal, now, isRepeat: true);
            return true;
        }

        var content = PairingFrame.Content(frame);
        if (!PairingFrame.TryReadEnd(LinkRole.BaseStation, content, out var peer, out var nonce)) return false;
        if (P256.IsSameKey(peer.Point.Span, Options.Point.Span)) return false;
        _shownByBase = frame.ToArray();
        Peer = peer;
        Code = PairingCode.Of(Own, Nonce, peer.Credential, nonce);
        Step = PairingStep.Comparing;
        Repeat(null, now);
        Answer(reveal, now, isRepeat: false);
        return true;
    }

    private bool TryTakeSecond(ReadOnlySpan<byte> frame, Instant now)
    {
        if (Step != PairingStep.Proving || _initiator is null) return Step >= PairingStep.Proving;
        if (_initiator.Request is not null || _initiator.Session is not null) return true;
        if (_initiator.HandleMessage2(PairingFrame.Content(frame)) is not null) return false;
        Request = _initiator.Request;
        Repeat(null, now);
        return true;
    }

    private bool TryTakeFourth(ReadOnlySpan<byte> frame, Instant now)
    {
        if (Step != PairingStep.Proving || _initiator?.Session is not { } session) return Step >= PairingStep.Proven;
        var key = PairingLink.Key(session, _opening);
        var isAuthentic = PairingFrame.IsAuthentic(frame, key);
        CryptographicOperations.ZeroMemory(key);
        var content = PairingFrame.Content(frame);
        if (!isAuthentic || content[0] == 0) return false;
        if (_initiator.HandleMessage4(content[1..^PairingFrame.TagSize]) is not null) return false;
        Link = content[0];
        Step = PairingStep.Proven;
        Repeat(null, now);
        return true;
    }
}
