using System.Threading.Channels;
using Farlink.Protocol.Link;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Link;

/// <summary>Why a message will never be published.</summary>
internal readonly record struct InboxRefusal(DeadReason Reason, string? Words);

/// <summary>Hands what has arrived to the broker, one message after the other, and tells how each ended.</summary>
/// <param name="clock">The store's clock: deadlines are its.</param>
/// <param name="observer">Publishes.</param>
/// <param name="isRewound">Whether a message has been taken back meanwhile.</param>
/// <param name="tell">Told of each; null when the broker has it, or it was taken back.</param>
internal sealed class InboxPublisher(
    StoreClock clock, LinkObserver observer, Func<InboxRow, bool> isRewound, Action<InboxRow, InboxRefusal?> tell)
{
    private readonly Channel<InboxRow> _toPublish = Channel.CreateUnbounded<InboxRow>();

    /// <summary>Takes the next message; the inbox bounds how many wait.</summary>
    public void Add(InboxRow row) => _toPublish.Writer.TryWrite(row);

    /// <summary>Publishes until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var row in _toPublish.Reader.ReadAllAsync(stop))
            tell(row, isRewound(row) ? null : await PublishAsync(row, stop));
    }

    /// <summary>
    /// Publishes one message; null when the broker has it. What expired while the broker was away is not published: a command
    /// must not run late.
    /// </summary>
    private async Task<InboxRefusal?> PublishAsync(InboxRow row, CancellationToken stop)
    {
        if (row.Deadline < Instant.Never)
        {
            var left = row.Deadline - clock.Now;
            if (left <= Duration.Zero && !observer.HasBegun(row)) return new InboxRefusal(DeadReason.ExpiredInInbox, null);
            var seconds = (uint)Math.Clamp(Math.Ceiling(left.Seconds), 1, uint.MaxValue);
            row = row with { Message = row.Message with { ExpirySeconds = seconds } };
        }

        return await observer.PublishAsync(row, stop) is { } refusal
            ? new InboxRefusal(DeadReason.RefusedByBroker, refusal) : null;
    }
}
