using System.Security.Cryptography;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Pairing;

/// <summary>The base: it takes the first site that opens, and answers its handshake once the person here has said yes.</summary>
internal sealed class BasePairing(AirPairingOptions options, IRandomSource random, Instant now)
    : AirPairing(options, random, now)
{
    private byte[] _opening = [];
    private byte[] _commitment = [];
    private byte[] _shownBySite = [];
    private byte[] _first = [];
    private byte[] _second = [];
    private byte[] _third = [];
    private byte[] _fourth = [];
    private EdhocResponder? _responder;

    /// <inheritdoc/>
    private protected override bool TryHandle(PairingFrameType type, ReadOnlySpan<byte> frame, Instant now)
    {
        if (type == PairingFrameType.Commitment && _opening.Length == 0) return TryTakeCommitment(frame, now);
        if (!PairingFrame.Opening(frame).SequenceEqual(_opening)) return false;
        return type switch
        {
            // It repeats until it hears the answer, which is repeated too.
            PairingFrameType.Commitment => PairingFrame.Content(frame).SequenceEqual(_commitment),
            PairingFrameType.SiteEnd => TryTakeEnd(frame, now),
            PairingFrameType.Message1 => TryTakeFirst(frame, now),
            PairingFrameType.Message3 => TryTakeThird(frame, now),

            // Its own frames, thrown back at it.
            _ => false,
        };
    }

    /// <inheritdoc/>
    private protected override void Prove(Instant now) => _responder = new EdhocResponder(Handshake(), DrawScalar());

    /// <inheritdoc/>
    private protected override void HandleProof(ReadOnlySpan<byte> answer, Instant now)
    {
        Request = null;
        _second = PairingFrame.Make(PairingFrameType.Message2, _opening, _responder!.HandleAnswer(answer).Span);
        Answer(_second, now, isRepeat: false);
    }

    /// <inheritdoc/>
    private protected override void SayKept(Instant now)
    {
        var key = PairingLink.Key(_responder!.Session!, _opening);
        byte[] content = [Link, .. _responder.WriteMessage4().Span];
        _fourth = PairingFrame.MakeTagged(PairingFrameType.Message4, _opening, content, key);
        CryptographicOperations.ZeroMemory(key);
        Answer(_fourth, now, isRepeat: false);
    }

    /// <inheritdoc/>
    private protected override void Wipe()
    {
        _responder?.Session?.Dispose();
        _responder?.Dispose();
    }

    private bool TryTakeCommitment(ReadOnlySpan<byte> frame, Instant now)
    {
        if (PairingFrame.Content(frame).Length != PairingCode.CommitmentSize) return false;
        _opening = PairingFrame.Opening(frame).ToArray();
        _commitment = PairingFrame.Content(frame).ToArray();
        Repeat(PairingFrame.Make(PairingFrameType.BaseEnd, _opening, OwnEnd), now);
        return true;
    }

    private bool TryTakeEnd(ReadOnlySpan<byte> frame, Instant now)
    {
        if (Step != PairingStep.Looking) return frame.SequenceEqual(_shownBySite);
        if (!PairingFrame.TryReadEnd(LinkRole.Site, PairingFrame.Content(frame), out var peer, out var nonce)
            || P256.IsSameKey(peer.Point.Span, Options.Point.Span)
            || !PairingCode.Commitment(LinkRole.Site, peer.Credential, nonce).AsSpan().SequenceEqual(_commitment))
        {
            Fail(PairingFailure.WrongReveal);
            return false;
        }

        _shownBySite = frame.ToArray();
        Peer = peer;
        Code = PairingCode.Of(peer.Credential, nonce, Own, Nonce);
        Step = PairingStep.Comparing;
        Repeat(null, now);
        return true;
    }

    private bool TryTakeFirst(ReadOnlySpan<byte> frame, Instant now)
    {
        // Until the person here has said yes the site repeats it; it needs no answer.
        if (_responder is null) return Step is PairingStep.Comparing or PairingStep.Proving;
        if (_first.Length > 0)
        {
            if (!frame.SequenceEqual(_first)) return false;
            if (_second.Length > 0) Answer(_second, now, isRepeat: true);
            return true;
        }

        if (!PairingFrame.IsAuthentic(frame, HelloKey.Span)) return false;
        if (_responder.HandleMessage1(PairingFrame.Content(frame)[..^PairingFrame.TagSize]) is not null) return false;
        _first = frame.ToArray();
        Request = _responder.Request;
        return true;
    }

    private bool TryTakeThird(ReadOnlySpan<byte> frame, Instant now)
    {
        if (_third.Length > 0)
        {
            if (!frame.SequenceEqual(_third)) return false;
            if (_fourth.Length > 0) Answer(_fourth, now, isRepeat: true);
            return true;
        }

        if (_second.Length == 0 || _responder!.HandleMessage3(PairingFrame.Content(frame)) is not null) return false;
        _third = frame.ToArray();
        Step = PairingStep.Proven;
        return true;
    }
}
