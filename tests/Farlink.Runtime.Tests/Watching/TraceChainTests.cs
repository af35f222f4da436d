using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Farlink.Mqtt;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>One trace a message, through whole services at both ends.</summary>
public sealed class TraceChainTests : LinkServiceBench
{
    private const string Given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    private const string GivenTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Trace_PublisherSaysNothing_IsDerivedAlikeAtBothEnds()
    {
        var arrived = await SendAsync(addsTrace: true);
        var parent = TraceParent.Find(arrived);
        Assert.NotNull(parent);
        var trace = parent!.Value.Trace.ToString();
        Assert.Equal([trace], await TracesAsync("on air"));
        Assert.Equal([trace], await TracesAsync("delivered upstream"));

        // Before its place in the stream is known nobody has a name for it.
        Assert.Null(Assert.Single(await TracesAsync("accepted")));
    }

    [Fact]
    public async Task Trace_NotSwitchedOn_ChangesNoMessage()
    {
        var arrived = await SendAsync(addsTrace: false);
        Assert.Equal(["farlink-receipt"], arrived.Properties!.UserProperties.Select(pair => pair.Key));
        Assert.NotNull(Assert.Single(await TracesAsync("on air")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trace_OfThePublisher_IsKeptAsItIs(bool addsTrace)
    {
        var arrived = await SendAsync(addsTrace, Given);
        Assert.Equal([Given], Parents(arrived));
        foreach (var state in (string[])["accepted", "on air", "delivered upstream"])
            Assert.Equal([GivenTrace], await TracesAsync(state));
    }

    [Theory]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("nonsense")]
    public async Task Trace_InvalidOne_IsIgnoredAndLeftAsItIs(string value)
    {
        var arrived = await SendAsync(addsTrace: true, value);
        Assert.Equal([value], Parents(arrived));
        var trace = Assert.Single(await TracesAsync("on air"));
        Assert.NotNull(trace);
        Assert.NotEqual(GivenTrace, trace);
    }

    [Fact]
    public async Task Trace_BrokerOfMqtt311_GetsNoProperty()
    {
        var arrived = await SendAsync(addsTrace: true, useMqtt5: false);
        Assert.Empty(Parents(arrived));
    }

    [Theory]
    [InlineData(Given)]
    [InlineData(null)]
    public async Task Log_OfAMessagesEnd_TellsTheTrace(string? value)
    {
        await BaseAsync([new Route("other")], Link(1, "barn"));
        var site = await SiteAsync(1, "barn", [new Route("state")]);
        await SubscribeAsync(site.Broker!.Endpoints[0].Port, "watcher", _local);
        await PublishAsync(site, value);
        var trace = Assert.Single(await TracesAsync("refused"));
        Assert.NotNull(trace);
        if (value is not null) Assert.Equal(GivenTrace, trace);
        Assert.True(Log.Any("ends here: ") && Log.Any($" (trace {trace})"), Log.All);
    }

    [Fact]
    public async Task Spans_SomebodyListens_TellTheStepsOfBothEndsInOneTrace()
    {
        const string topic = "state/spans";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TraceSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("messaging.destination.name") as string == topic) spans.Enqueue(span);
                _happened.Release();
            },
        };
        ActivitySource.AddActivityListener(listener);

        var arrived = await SendAsync(addsTrace: true, topic: topic);

        string[] steps = ["site accept", "site wait", "site air", "base publish"];
        await WaitAsync(
            () => steps.All(step => spans.Select(Step).Contains(step)), () => $"only {string.Join(", ", spans.Select(Step))}");
        Assert.Equal(steps.Length, spans.Count);
        var parent = TraceParent.Find(arrived)!.Value;
        Assert.All(spans, span => Assert.Equal(parent.Trace.ToString(), span.TraceId.ToHexString()));
        Assert.All(spans, span => Assert.Equal(parent.Span.ToString("x16"), span.ParentSpanId.ToHexString()));
        Assert.All(spans, span => Assert.True(span.Duration >= TimeSpan.Zero));
    }

    private static string Step(Activity span) => $"{span.GetTagItem("farlink.role")} {span.OperationName}";

    private static IEnumerable<string> Parents(MqttMessage message) =>
        (message.Properties?.UserProperties ?? []).Where(pair => pair.Key == "traceparent").Select(pair => pair.Value);

    private static string? Trace(MqttMessage receipt)
    {
        using var json = JsonDocument.Parse(receipt.Payload);
        return json.RootElement.TryGetProperty("trace", out var trace) ? trace.GetString() : null;
    }

    /// <summary>Publishes at a site, with a receipt, and returns what came upstream.</summary>
    private async Task<MqttMessage> SendAsync(
        bool addsTrace, string? value = null, bool useMqtt5 = true, string topic = "state")
    {
        var routes = new[] { new Route("#") };
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], routes,
            BrokerSetup.Other(Options("house") with { UseMqtt5 = useMqtt5 }), [],
            options => options with { AddsTrace = addsTrace });
        var site = await SiteAsync(1, "barn", routes);
        await SubscribeAsync(site.Broker!.Endpoints[0].Port, "watcher", _local);
        await PublishAsync(site, value, topic);
        await WaitAsync(_upstream, message => message.Topic == topic);
        return _upstream.First(message => message.Topic == topic);
    }

    private static async Task PublishAsync(LinkService site, string? value, string topic = "state")
    {
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        List<KeyValuePair<string, string>> users = [new("farlink-receipt", "seven")];
        if (value is not null) users.Add(new("traceparent", value));
        var message = Text(topic, "1") with { Properties = new MessageProperties { UserProperties = users } };
        await device.PublishAsync(message, default).WaitAsync(Patience);
    }

    /// <summary>The traces in the receipts of a state.</summary>
    private async Task<IReadOnlyList<string?>> TracesAsync(string state)
    {
        bool IsReceipt(MqttMessage message) => message.Topic == "farlink/barn/receipt/device"
            && Encoding.UTF8.GetString(message.Payload.Span).Contains($"\"state\":\"{state}", StringComparison.Ordinal);
        await WaitAsync(_local, IsReceipt);
        return [.. _local.Where(IsReceipt).Select(Trace)];
    }
}
