using Farlink.Protocol.Text;

namespace Farlink.Runtime.Watching;

/// <summary>
/// Sees what one end does, or both ends of the demonstration, and keeps the newest of it in memory: frames, messages, events,
/// what airtime was spent on. Each call is short and blocks nobody. Thread-safe.
/// </summary>
public sealed class WatchHub
{
    private readonly WatchSignal _signal = new();
    private readonly LinkWatcher _link;
    private readonly RadioHeadWatcher _radioHead;
    private readonly CertificateEvents _certificates;
    private readonly EventThrottle _ends = new();
    private readonly TimeProvider _time;
    private readonly bool _isNative;
    private readonly long _start;
    private readonly double _speed;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="options">How much is kept.</param>
    /// <param name="time">The clock that people go by.</param>
    public WatchHub(WatchOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = time;
        _isNative = options.IsNative;
        Frames = new FrameLog(options.MostFrames, _signal, time);
        Messages = new MessageLog(options, _signal);
        Events = new EventLog(options.MostEvents, _signal, time);
        Airtime = new AirtimeAccount(options, _signal, time);
        Traffic = new LinkTraffic(_signal, time);
        _start = time.GetTimestamp();
        _speed = options.Speed;
        _link = new LinkWatcher(this, options);
        _radioHead = new RadioHeadWatcher(this, options);
        _certificates = new CertificateEvents(Events);
        IsPayloadKept = options.KeepsPayloads;
    }

    /// <summary>Whether payloads are kept.</summary>
    public bool IsPayloadKept { get; }

    /// <summary>Frames.</summary>
    public FrameLog Frames { get; }

    /// <summary>Messages.</summary>
    public MessageLog Messages { get; }

    /// <summary>Events.</summary>
    public EventLog Events { get; }

    /// <summary>What airtime was spent on.</summary>
    public AirtimeAccount Airtime { get; }

    /// <summary>How many messages took which step.</summary>
    public LinkTraffic Traffic { get; }

    /// <summary>How long it has seen, on the clock of the air: what <see cref="Airtime"/> sums is of that time.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_start) * _speed;

    /// <summary>How many times faster than people's the clock of the air goes; another than 1 in a demonstration only.</summary>
    public double Speed => _speed;

    /// <summary>Rises with every change.</summary>
    public long Version => _signal.Version;

    /// <summary>Completes when <see cref="Version"/> is above one.</summary>
    public Task WaitAsync(long after, CancellationToken cancellationToken) => _signal.WaitAsync(after, cancellationToken);

    /// <summary>Takes a step of a message's way; for <see cref="RuntimeContext.Observe"/>.</summary>
    public void Observe(ChainEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_signal.Lock)
        {
            var now = _time.GetUtcNow();
            _certificates.Take(happened, now);
            if (_isNative) _link.Take(happened, now);
            else _radioHead.Take(happened, now);
        }
    }

    /// <summary>A device's broker has acknowledged its message; known in the demonstration only. The lock is held.</summary>
    internal void Acknowledge(ChainEvent.DevicePublished published, DateTimeOffset now)
    {
        var topic = KeptTopic.Of(published.Message.Topic);
        var life = Messages.Newest(one => one.Role == "site" && one.Topic == topic && IsOf(one, published.Message.Payload));
        if (life is null) return;
        var times = published.Attempts == 1 ? string.Empty : $", sent {published.Attempts} times";
        life.Step(now, "device", $"its broker acknowledged it{times}");
        Messages.Changed(life);
    }

    /// <summary>A message was not taken from the broker. The lock is held.</summary>
    internal void Drop(ChainEvent.Dropped dropped, DateTimeOffset now)
    {
        var kind = KindOf(dropped.Reason);
        var life = Messages.AddRefused(dropped.Role, dropped.Link ?? 0, dropped.Message, kind, now);
        life.Step(now, dropped.Role, dropped.Reason, MessageState.Dead, dropped.Reason);
        Messages.Changed(life);
        var topic = Printable.Escape(dropped.Message.Topic);
        TellEnd(
            dropped.Role, EventKind.Dead, dropped.Link, kind, $"A message of {topic} was not taken: {dropped.Reason}.", now);
    }

    /// <summary>
    /// A message ended or was not taken: one device can cause that as often as it likes, so of one reason, end and link there is
    /// an event a minute. The lock is held.
    /// </summary>
    internal void TellEnd(string role, EventKind kind, byte? link, string reason, string text, DateTimeOffset now)
    {
        if (_ends.Admit(role, $"{link} {reason}", now) is { } more)
            Events.Add(role, kind, EventLevel.Warning, link, $"{text}{more}");
    }

    /// <summary>A subscriber got a message; known in the demonstration only. The lock is held.</summary>
    internal void Deliver(ChainEvent.Delivered delivered, DateTimeOffset now)
    {
        var topic = KeptTopic.Of(delivered.Message.Topic);
        foreach (var role in (string[])["base", "site"])
        {
            var life = Messages.Newest(one => one.Role == role && one.Topic == topic
                && one.State != MessageState.Delivered && IsOf(one, delivered.Message.Payload));
            if (life is null) continue;
            life.Step(now, "subscriber", "it has it", MessageState.Delivered);
            Messages.Changed(life);
        }
    }

    /// <summary>A reason without its numbers, such as the octets of a message that is too long.</summary>
    internal static string KindOf(string reason) => string.Concat(reason.Where(sign => !char.IsAsciiDigit(sign)));

    private static bool IsOf(MessageLife life, ReadOnlyMemory<byte> payload) =>
        life.Payload is { } kept && payload.Span.StartsWith(kept.Span);
}
