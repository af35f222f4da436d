using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Runtime.Link;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Notices;

/// <summary>Takes a notice; completes when it is safe, with null, or with why it is not taken.</summary>
internal delegate ValueTask<string?> TakeNotice(byte link, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

/// <summary>Sends notices, and gives those that arrive to whoever wants them.</summary>
/// <param name="pump">The link, once it runs.</param>
/// <param name="logger">Where it is told that one could not be taken.</param>
internal sealed class NoticeBoard(Task<LinkPump> pump, ILogger logger)
{
    private readonly Dictionary<string, TakeNotice> _takers = new(StringComparer.Ordinal);

    /// <summary>Says who takes notices of a topic; before the link runs.</summary>
    public void Register(string topic, TakeNotice take) => _takers.Add(topic, take);

    /// <summary>Whether somebody wants it: a notice that nobody knows is refused like any message without a route.</summary>
    public bool IsWanted(string topic) => _takers.ContainsKey(topic);

    /// <summary>Gives one to whoever wants it. The other end made it: whatever is in it must not end this one's work.</summary>
    public async ValueTask<string?> TakeAsync(InboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await _takers[row.Message.Topic](row.Link, row.Message.Payload, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            RuntimeLog.NoticeFailed(logger, row.Message.Topic, row.Link, failure.Message);
            return $"it could not be taken: {failure.Message}";
        }
    }

    /// <summary>Sends one; a newer one of its topic takes its place while it waits.</summary>
    /// <param name="link">By which link.</param>
    /// <param name="notice">What to tell.</param>
    /// <param name="cancellationToken">Gives up waiting for the link to run.</param>
    /// <returns>Whether it is on its way.</returns>
    public async ValueTask<bool> SendAsync(byte link, Notice notice, CancellationToken cancellationToken)
    {
        var running = await pump.WaitAsync(cancellationToken);
        var submission = new Submission
        {
            Link = link,
            Message = new MqttMessage
            {
                Topic = notice.Topic,
                Payload = notice.Payload,
                Qos = notice.ExpiresIn is null ? MqttQos.AtLeastOnce : MqttQos.AtMostOnce,
            },
            Priority = notice.Priority,
            MostLatency = notice.MostLatency,
            ExpiresIn = notice.ExpiresIn,
            NewestOnly = true,
        };
        var verdict = (await running.SubmitAsync([submission], []))[0];
        if (verdict == SubmitVerdict.TooLong) RuntimeLog.NoticeTooLong(logger, notice.Topic, link, notice.Payload.Length);
        return verdict == SubmitVerdict.Taken;
    }

    /// <summary>Keeps something under a name; completes when it is safe.</summary>
    public async ValueTask RememberAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var running = await pump.WaitAsync(cancellationToken);
        await running.KeepAsync(new StoreOperation.Remember(name, value), cancellationToken);
    }
}
