using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Radios;

namespace Farlink.Runtime.Link;

/// <summary>Told of what a <see cref="LinkPump"/> does; called with its lock held, so it must not block or call back.</summary>
public sealed record LinkObserver
{
    /// <summary>A frame was on the air.</summary>
    public Action<Transmit, Transmission> OnSent { get; init; } = (_, _) => { };

    /// <summary>A frame came.</summary>
    public Action<ReceivedFrame> OnFrame { get; init; } = _ => { };

    /// <summary>The station told something.</summary>
    public Action<LinkEvent> OnEvent { get; init; } = _ => { };

    /// <summary>Whether a message is for this end itself, and for no broker.</summary>
    public Func<MqttMessage, bool> IsNotice { get; init; } = _ => false;

    /// <summary>
    /// Whether the broker may have an inbox message already: from then on it does not expire here (MQTT 5 §4.3.3).
    /// </summary>
    public Func<InboxRow, bool> HasBegun { get; init; } = _ => false;

    /// <summary>
    /// A message is in the inbox: hand it to the broker. Completes when the broker has it for good, with null, or will never take
    /// it, with the reason; called one after the other, and for those of <see cref="IsNotice"/> beside the others.
    /// </summary>
    public Func<InboxRow, CancellationToken, Task<string?>> PublishAsync { get; init; } =
        (_, _) => Task.FromResult<string?>(null);
}
