using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Commands;

/// <summary>A device at the site and a subscriber at the base: messages, and how long each is on its way.</summary>
internal sealed class DashboardBenchFlow : IAsyncDisposable
{
    private const string Topic = "bench/flow";
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _arrivals = new(StringComparer.Ordinal);
    private readonly BrokerClient _device;
    private readonly BrokerClient _subscriber;
    private int _number;

    private DashboardBenchFlow(DashboardBenchChain chain)
    {
        _device = BrokerClient.Start(Client(chain.DevicePort, "device"), null, NullLogger.Instance, TimeProvider.System);
        _subscriber = BrokerClient.Start(
            Client(chain.SubscriberPort, "subscriber") with { Subscriptions = [Topic] }, Arrive, NullLogger.Instance,
            TimeProvider.System);
    }

    /// <summary>Connects both.</summary>
    public static async Task<DashboardBenchFlow> StartAsync(DashboardBenchChain chain)
    {
        using var patience = new CancellationTokenSource(Patience);
        var flow = new DashboardBenchFlow(chain);
        try
        {
            await flow._subscriber.WaitConnectedAsync(patience.Token);
            await flow._device.WaitConnectedAsync(patience.Token);
            return flow;
        }
        catch
        {
            await flow.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes messages one after the other, eight a second, and waits for all.</summary>
    public async Task RunAsync(int messages, FlowTimes times)
    {
        using var patience = new CancellationTokenSource(Patience + (Every * messages));
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        List<(long Published, Task<long> Arrival)> sent = [];
        for (var i = 0; i < messages && await timer.WaitForNextTickAsync(patience.Token); i++)
            sent.Add((Stopwatch.GetTimestamp(), await PublishAsync(patience.Token)));
        var last = sent[0].Published;
        foreach (var (published, arrival) in sent)
        {
            if (await ArrivedAsync(arrival, patience.Token) is not { } at)
            {
                times.AddMissing();
                continue;
            }

            times.Add(Stopwatch.GetElapsedTime(published, at));
            last = Math.Max(last, at);
        }

        times.AddTaken(Stopwatch.GetElapsedTime(sent[0].Published, last));
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _subscriber.DisposeAsync();
    }

    private static BrokerClientOptions Client(int port, string id) => new() { Host = "127.0.0.1", Port = port, ClientId = id };

    private static async Task<long?> ArrivedAsync(Task<long> arrival, CancellationToken patience)
    {
        try
        {
            return await arrival.WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Publishes one; returns, when the site has it on its disk, what ends when it arrives.</summary>
    private async Task<Task<long>> PublishAsync(CancellationToken patience)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{{\"temperature\":21.4,\"number\":{++_number}}}");
        var arrival = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _arrivals[text] = arrival;
        await _device.PublishAsync(new MqttMessage { Topic = Topic, Payload = Encoding.ASCII.GetBytes(text) }, patience);
        return arrival.Task;
    }

    private ValueTask Arrive(MqttMessage message, CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetTimestamp();
        if (_arrivals.TryRemove(Encoding.ASCII.GetString(message.Payload.Span), out var arrival)) arrival.TrySetResult(now);
        return ValueTask.CompletedTask;
    }
}
