using Farlink.Protocol.Units;

namespace Farlink.Protocol.RadioHead;

/// <summary>
/// One RadioHead node without clock, radio or randomness: plain datagrams and RHReliableDatagram. The caller
/// <list type="number">
/// <item>hands over what arrives with <see cref="HandleFrame"/> and what is to be sent with <see cref="TrySend"/>;</item>
/// <item>after every call takes <see cref="PollTransmit"/> until null (transmitting each frame and then calling
/// <see cref="HandleTransmitted"/> before the next) and <see cref="PollEvent"/> until null;</item>
/// <item>calls <see cref="HandleTimeout"/> when <see cref="NextTimeout"/> has come.</item>
/// </list>
/// Not safe for several threads.
/// </summary>
public sealed class RadioHeadEndpoint
{
    /// <summary>What an acknowledgement carries: RadioHead avoids empty frames.</summary>
    public const byte AcknowledgementOctet = (byte)'!';

    /// <summary>
    /// Acknowledgements that may wait for the radio; one more replaces the oldest, whose sender will ask again.
    /// </summary>
    public const int MostAcknowledgementsQueued = 32;

    private readonly RadioHeadOptions _options;
    private readonly ReliableSender _sender;
    private readonly ReceivedIds _received;
    private readonly Queue<byte[]> _acknowledgements = new();
    private readonly Queue<RadioHeadEvent> _events = new();

    /// <summary>Makes a node.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="randomOctet">Gives a random octet; spreads the repeats of two nodes that collide.</param>
    public RadioHeadEndpoint(RadioHeadOptions options, Func<byte> randomOctet)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _sender = new ReliableSender(options, randomOctet, _events.Enqueue);
        _received = new ReceivedIds(options);
    }

    /// <summary>Frames refused so far, by reason.</summary>
    public RefusalCounters Refusals { get; } = new();

    /// <summary>Messages accepted by <see cref="TrySend"/> and not yet done.</summary>
    public int Queued => _sender.Queued;

    /// <summary>Whether neither a message nor an acknowledgement waits to be sent.</summary>
    public bool IsIdle => Queued == 0 && _acknowledgements.Count == 0;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextTimeout => _sender.NextTimeout;

    /// <summary>Takes a message to be sent after those already waiting.</summary>
    /// <param name="token">The caller's name for it, returned with its end.</param>
    /// <param name="to">Receiver; <see cref="RadioHeadHeader.Broadcast"/> for all, never acknowledged.</param>
    /// <param name="message">At most the codec's <see cref="IRadioHeadCodec.MostMessageOctets"/>.</param>
    /// <returns>False if <see cref="RadioHeadOptions.MostQueued"/> wait already.</returns>
    /// <exception cref="ArgumentException">The message is too long for the codec.</exception>
    public bool TrySend(ulong token, byte to, ReadOnlySpan<byte> message) => _sender.TryQueue(token, to, message);

    /// <summary>Takes a frame from the radio. Whatever is in it, this does not throw.</summary>
    public void HandleFrame(ReadOnlySpan<byte> frame, Instant now)
    {
        if (!RadioHeadHeader.TryParse(frame, out var header))
            Refuse(FrameRefusal.TruncatedHeader, default);
        else if (header.To != _options.Address && header.To != RadioHeadHeader.Broadcast && !_options.Promiscuous)
            Refuse(FrameRefusal.OtherAddress, header);
        else if (!header.IsAcknowledgement)
            HandleMessage(header, frame[RadioHeadHeader.Size..], now);
        else if (header.To != _options.Address || !_sender.TryAcknowledge(header))
            Refuse(FrameRefusal.UnexpectedAcknowledgement, header);
    }

    /// <summary>The frame to transmit next, or null. Acknowledgements go first: their sender is waiting.</summary>
    public OutgoingFrame? PollTransmit(Instant now)
    {
        if (_sender.IsTransmitting) return null;
        return _acknowledgements.TryDequeue(out var acknowledgement)
            ? new OutgoingFrame(acknowledgement, null, 0)
            : _sender.PollTransmit(now);
    }

    /// <summary>Says that the frame last polled can never be sent: its message is given up.</summary>
    /// <param name="frame">The frame.</param>
    public void HandleUnsendable(OutgoingFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Token is { } token) _sender.GiveUp(token);
    }

    /// <summary>Says that the frame last polled has left the antenna.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="end">When its last symbol left.</param>
    public void HandleTransmitted(OutgoingFrame frame, Instant end)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Token is { } token) _sender.HandleTransmitted(token, end);
    }

    /// <summary>Says that <see cref="NextTimeout"/> has come.</summary>
    public void HandleTimeout(Instant now) => _sender.HandleTimeout(now);

    /// <summary>The next thing to tell, or null.</summary>
    public RadioHeadEvent? PollEvent() => _events.TryDequeue(out var next) ? next : null;

    private void HandleMessage(RadioHeadHeader header, ReadOnlySpan<byte> body, Instant now)
    {
        // Decoded before it is acknowledged: a frame of another key must not look delivered to its sender.
        var decoded = _options.Codec.Decode(body);
        if (!decoded.IsAccepted)
        {
            Refuse(decoded.Refusal, header);
            return;
        }

        var isNew = _received.Note(header, body, now, out var acknowledge);
        if (acknowledge && header.To == _options.Address) QueueAcknowledgement(header);
        if (isNew)
            _events.Enqueue(new RadioHeadEvent.Received(header, body.ToArray(), decoded.Message));
        else
            Refuse(FrameRefusal.Duplicate, header);
    }

    private void QueueAcknowledgement(RadioHeadHeader header)
    {
        if (_acknowledgements.Count == MostAcknowledgementsQueued) _acknowledgements.Dequeue();
        var answer = new RadioHeadHeader(header.From, _options.Address, header.Id, RadioHeadHeader.AcknowledgementFlag);
        _acknowledgements.Enqueue(RadioHeadFrame.Build(answer, _options.Codec.Encode([AcknowledgementOctet])));
    }

    private void Refuse(FrameRefusal refusal, RadioHeadHeader header)
    {
        Refusals.Count(refusal);
        _events.Enqueue(new RadioHeadEvent.Refused(refusal, header));
    }
}
