using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>What goes on when a private key has computed something; the answer is empty if it could not.</summary>
internal delegate void KeyAnswered(ReadOnlySpan<byte> answer, Instant now);

/// <summary>Requests for private keys, in order. A link has at most one out, so there are never more than links.</summary>
internal sealed class KeyRequests
{
    private readonly Queue<KeyRequest> _toHandOut = new();
    private readonly Dictionary<long, KeyAnswered> _waiting = [];
    private long _lastTicket;

    /// <summary>Asks for one.</summary>
    /// <param name="link">For which link.</param>
    /// <param name="operation">What to compute.</param>
    /// <param name="identity">Whose key computes it.</param>
    /// <param name="then">Takes the answer.</param>
    public void Add(byte link, EdhocRequest operation, LinkIdentity identity, KeyAnswered then)
    {
        var own = identity is PairedIdentity paired ? paired.Own.Point : default;
        _toHandOut.Enqueue(new KeyRequest(++_lastTicket, link, operation, own));
        _waiting.Add(_lastTicket, then);
    }

    /// <summary>The next to carry out.</summary>
    public KeyRequest? Poll() => _toHandOut.TryDequeue(out var request) ? request : null;

    /// <summary>One is done.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It was never asked for, or is done already.</exception>
    public void HandleAnswer(long ticket, ReadOnlySpan<byte> answer, Instant now)
    {
        if (!_waiting.Remove(ticket, out var then))
            throw new ArgumentOutOfRangeException(nameof(ticket), ticket, "Never asked for, or answered already.");
        then(answer, now);
    }
}
