using Farlink.Protocol.Units;

namespace Farlink.Protocol.RadioHead;

/// <summary>
/// The sending half of a node: one message at a time, in order. A plain message is done when it has been on the air, a
/// reliable one when it is acknowledged or has been repeated often enough.
/// </summary>
internal sealed class ReliableSender
{
    private readonly RadioHeadOptions _options;
    private readonly Func<byte> _randomOctet;
    private readonly Action<RadioHeadEvent> _tell;
    private readonly Queue<Pending> _queue = new();
    private byte _lastId;
    private Pending? _current;

    public ReliableSender(RadioHeadOptions options, Func<byte> randomOctet, Action<RadioHeadEvent> tell)
    {
        _options = options;
        _randomOctet = randomOctet;
        _tell = tell;
    }

    private enum State
    {
        /// <summary>Due: to be handed out by the next poll.</summary>
        Ready,

        /// <summary>Handed out, not yet off the antenna.</summary>
        OnAir,

        /// <summary>Waits for its acknowledgement.</summary>
        Waiting,

        /// <summary>Acknowledged while a repeat of it is still on the air.</summary>
        DoneOnAir,
    }

    public int Queued => _queue.Count + (_current is null ? 0 : 1);

    public bool IsTransmitting => _current?.State is State.OnAir or State.DoneOnAir;

    public Instant NextTimeout => _current is { State: State.Waiting } waiting ? waiting.Due : Instant.Never;

    public bool TryQueue(ulong token, byte to, ReadOnlySpan<byte> message)
    {
        var body = _options.Codec.Encode(message);
        if (Queued >= _options.MostQueued) return false;
        _queue.Enqueue(new Pending(token, to, body));
        return true;
    }

    public OutgoingFrame? PollTransmit(Instant now)
    {
        HandleTimeout(now);
        if (_current is null)
        {
            if (!_queue.TryDequeue(out var next)) return null;
            _current = next;
            if (_options.Reliable) next.Id = ++_lastId;
        }

        if (_current.State != State.Ready) return null;
        _current.State = State.OnAir;
        _current.Transmissions++;
        var flags = _current.Transmissions > 1 ? RadioHeadHeader.RetryFlag : (byte)0;
        var header = new RadioHeadHeader(_current.To, _options.Address, _current.Id, flags);
        return new OutgoingFrame(RadioHeadFrame.Build(header, _current.Body), _current.Token, _current.Transmissions);
    }

    public void HandleTransmitted(ulong token, Instant end)
    {
        if (_current is not { } current || current.Token != token || !IsTransmitting) return;
        if (current.State == State.DoneOnAir || !_options.Reliable || current.To == RadioHeadHeader.Broadcast)
        {
            Finish(new RadioHeadEvent.Sent(token, current.Transmissions));
            return;
        }

        // The wait starts when the transmission ends and lasts one to two timeouts.
        current.State = State.Waiting;
        current.Due = end + _options.Timeout + new Duration(_options.Timeout.Nanoseconds * _randomOctet() / 256);
    }

    /// <summary>The message cannot be sent, now or later.</summary>
    public void GiveUp(ulong token)
    {
        if (_current is not { } current || current.Token != token) return;
        Finish(new RadioHeadEvent.Unacknowledged(token, current.Transmissions - 1));
    }

    /// <summary>Takes an acknowledgement; false if nothing waits for it.</summary>
    public bool TryAcknowledge(RadioHeadHeader header)
    {
        if (!_options.Reliable || _current is not { Transmissions: > 0 } current) return false;
        if (header.Id != current.Id || header.From != current.To || current.State == State.DoneOnAir) return false;

        // While the frame is still leaving, the caller owes us its end; until then nothing else may be polled.
        if (current.State == State.OnAir)
            current.State = State.DoneOnAir;
        else
            Finish(new RadioHeadEvent.Sent(current.Token, current.Transmissions));
        return true;
    }

    public void HandleTimeout(Instant now)
    {
        if (_current is not { State: State.Waiting } current || now < current.Due) return;
        if (current.Transmissions > _options.Retries)
            Finish(new RadioHeadEvent.Unacknowledged(current.Token, current.Transmissions));
        else
            current.State = State.Ready;
    }

    private void Finish(RadioHeadEvent end)
    {
        _current = null;
        _tell(end);
    }

    private sealed class Pending(ulong token, byte to, byte[] body)
    {
        public ulong Token { get; } = token;

        public byte To { get; } = to;

        public byte[] Body { get; } = body;

        public byte Id { get; set; }

        public State State { get; set; }

        public int Transmissions { get; set; }

        public Instant Due { get; set; }
    }
}
