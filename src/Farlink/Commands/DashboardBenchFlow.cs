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
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What is published at once waits for the air, of which two sites and their base have one.</summary>
    private static readonly TimeSpan FillPatience = TimeSpan.FromMinutes(8);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _arrivals = new(StringComparer.Ordinal);
    private readonly BrokerClient _device;
    private readonly BrokerClient _subscriber;
    private readonly string _topic;
    private int _number;

    private DashboardBenchFlow(string name, int devicePort, int subscriberPort)
    {
        _topic = $"bench/{name}";
        _device = BrokerClient.Start(Client(devicePort, $"{name}-device"), null, NullLogger.Instance, TimeProvider.System);
        _subscriber = BrokerClient.Start(
            Client(subscriberPort, $"{name}-subscriber") with { Subscriptions = [_topic] }, Arrive, NullLogger.Instance,
            TimeProvider.System);
    }

    /// <summary>Connects both.</summary>
    /// <param name="name">Their own, and that of their topic.</param>
    /// <param name="devicePort">Of the site's broker.</param>
    /// <param name="subscriberPort">Of the base's broker.</param>
    public static async Task<DashboardBenchFlow> StartAsync(string name, int devicePort, int subscriberPort)
    {
        using var patience = new CancellationTokenSource(Patience);
        var flow = new DashboardBenchFlow(name, devicePort, subscriberPort);
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

    /// <summary>Publishes messages as fast as the site takes them, and waits for all.</summary>
    /// <exception cref="InvalidOperationException">Some did not arrive, so nothing can be measured.</exception>
    public async Task FillAsync(int messages)
    {
        using var patience = new CancellationTokenSource(FillPatience);
        List<Task<long>> sent = [];
        for (var i = 0; i < messages; i++) sent.Add(await PublishAsync(patience.Token));
        foreach (var arrival in sent)
        {
            if (await ArrivedAsync(arrival, patience.Token) is null)
                throw new InvalidOperationException("The bench's own sites did not carry what they were to be filled with.");
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
        await _device.PublishAsync(new MqttMessage { Topic = _topic, Payload = Encoding.ASCII.GetBytes(text) }, patience);
        return arrival.Task;
    }

    private ValueTask Arrive(MqttMessage message, CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetTimestamp();
        if (_arrivals.TryRemove(Encoding.ASCII.GetString(message.Payload.Span), out var arrival)) arrival.TrySetResult(now);
        return ValueTask.CompletedTask;
    }
}
