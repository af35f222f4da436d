using System.Text;
using System.Threading.Channels;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Runtime.Link;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.HomeAssistant;

/// <summary>
/// Tells Home Assistant of this end's links, by retained messages at this end's broker, and takes back what it told of links
/// that are no more. Which topics it told is in the store before they are told, and until the broker has taken them back: so
/// nothing is left behind by a crash, by a broker that is away, or where discovery was switched off meanwhile.
/// </summary>
internal sealed class Discovery : IAsyncDisposable
{
    /// <summary>What the list of topics is called in the store.</summary>
    public const string Memory = "homeassistant";

    /// <summary>A value that was not reported so many times in a row is worth nothing.</summary>
    private const int MissedReports = 3;

    /// <summary>Anybody at the broker can say that Home Assistant has started; what is retained it has in any case.</summary>
    private static readonly TimeSpan LeastBetweenBirths = TimeSpan.FromSeconds(10);

    private readonly LinkServiceOptions _options;
    private readonly DiscoveryNames _names;
    private readonly Reporter _reporter;
    private readonly Task<LinkPump> _pump;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MqttMessage> _current = new(StringComparer.Ordinal);

    /// <summary>Topics that the store knows of; the loop's alone.</summary>
    private readonly HashSet<string> _told;

    /// <summary>What an earlier start told, perhaps under another name, and this one may take back.</summary>
    private readonly HashSet<string> _toldBefore;

    private readonly Channel<string> _cleared = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private long? _birth;
    private bool _isReady;

    /// <param name="options">This end's settings.</param>
    /// <param name="names">How it calls its links.</param>
    /// <param name="image">What its store held at the start.</param>
    /// <param name="reporter">Publishes.</param>
    /// <param name="pump">Has the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told what is taken back.</param>
    public Discovery(
        LinkServiceOptions options, DiscoveryNames names, StoreImage image, Reporter reporter, Task<LinkPump> pump,
        TimeProvider time, ILogger logger)
    {
        _options = options;
        _names = names;
        _reporter = reporter;
        _pump = pump;
        _time = time;
        _logger = logger;
        _told = [.. Read(image)];
        _toldBefore = [.. _told];
        if (options.HomeAssistant is not { } discovery) return;
        foreach (var link in options.Station.Links) _current.Add(names.TopicOf(link.Name), Message(link.Name, discovery));
    }

    /// <summary>
    /// A connection to another broker that hears of Home Assistant's start too, and tells all links anew each time it is made: a
    /// broker may have lost what it kept.
    /// </summary>
    public BrokerClientOptions Attach(BrokerClientOptions broker)
    {
        if (_names.StatusTopic is not { } status) return broker;

        // Two subscriptions that fit one message may bring it twice (MQTT 5 §3.3.4), and a route would carry it twice.
        var isHeard = broker.Subscriptions.Any(filter => TopicFilter.Matches(filter, status));
        var connected = broker.OnConnected;
        return broker with
        {
            Subscriptions = isHeard ? broker.Subscriptions : [.. broker.Subscriptions, status],
            OnConnected = () =>
            {
                connected?.Invoke();
                TellAll();
            },
        };
    }

    /// <summary>Tells all links, and takes back what is no more; the link runs.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Whether this end itself tells, or takes back, what is on a topic.</summary>
    public bool IsOwn(string topic) => _names.IsOwn(topic) || _toldBefore.Contains(topic);

    /// <summary>Looks at a message of this end's broker: Home Assistant says <c>online</c> when it has started.</summary>
    public void Handle(MqttMessage message)
    {
        if (message.Topic != _names.StatusTopic || !message.Payload.Span.SequenceEqual("online"u8)) return;
        lock (_lock)
        {
            if (_birth is { } last && _time.GetElapsedTime(last) < LeastBetweenBirths) return;
            _birth = _time.GetTimestamp();
        }

        TellAll();
    }

    /// <summary>A site is no longer paired.</summary>
    public void Remove(string site)
    {
        if (_options.HomeAssistant is null) return;
        var topic = _names.TopicOf(site);
        lock (_lock)
        {
            // Before the start it may not have been told; if it was, the start finds it.
            if (_current.Remove(topic) && _isReady) ClearLocked(topic);
        }
    }

    /// <summary>Stops; what was told stays told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    private static string[] Read(StoreImage image) => image.Remembered.TryGetValue(Memory, out var kept)
        ? Encoding.UTF8.GetString(kept.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

    private MqttMessage Message(string site, DiscoveryOptions discovery) => new()
    {
        Topic = _names.TopicOf(site),
        Payload = DiscoveryPayload.Write(new DiscoverySubject
        {
            Site = site,
            Id = _names.IdOf(site),
            IsBase = _options.Station.Role == LinkRole.BaseStation,
            Version = discovery.Version,
            ExpireAfter = (int)Math.Ceiling(_options.ReportInterval.TotalSeconds * MissedReports),
        }),
        Retain = true,
    };

    private async Task RunAsync()
    {
        try
        {
            string[] current;
            lock (_lock) current = [.. _current.Keys];
            var known = _told.Count;
            _told.UnionWith(current);
            if (_told.Count > known) await RememberAsync();
            Begin();
            await foreach (var topic in _cleared.Reader.ReadAllAsync(_closing.Token))
                if (_told.Remove(topic)) await RememberAsync();
        }
        catch (OperationCanceledException)
        {
            // Stopped; what is still in the store is taken back again at the next start.
        }
    }

    private void Begin()
    {
        lock (_lock)
        {
            _isReady = true;
            foreach (var topic in _told.Where(topic => !_current.ContainsKey(topic))) ClearLocked(topic);
        }

        TellAll();
    }

    private void TellAll()
    {
        lock (_lock)
        {
            if (!_isReady) return;
            foreach (var message in _current.Values) _reporter.Publish(message);
        }
    }

    /// <summary>An empty retained message makes Home Assistant forget the device, and the broker the message.</summary>
    private void ClearLocked(string topic)
    {
        RuntimeLog.DiscoveryRemoved(_logger, topic);
        var nothing = new MqttMessage { Topic = topic, Payload = default, Retain = true };
        _reporter.Publish(nothing, () => _cleared.Writer.TryWrite(topic));
    }

    private async Task RememberAsync()
    {
        var list = Encoding.UTF8.GetBytes(string.Join('\n', _told.Order(StringComparer.Ordinal)));
        var pump = await _pump.WaitAsync(_closing.Token);
        await pump.KeepAsync(new StoreOperation.Remember(Memory, list), _closing.Token);
    }
}
