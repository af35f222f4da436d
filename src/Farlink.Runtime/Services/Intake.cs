using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Runtime.Link;
using Farlink.Runtime.Notices;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Takes from this end's broker what a route lets out, into the store before the broker acknowledges it.
/// </summary>
internal sealed class Intake
{
    /// <summary>Another broker as a publisher: no client of our own can be called so.</summary>
    public const string OtherBroker = "farlink/broker";

    private static readonly TimeSpan HoldBack = TimeSpan.FromMilliseconds(250);

    private readonly LinkServiceOptions _options;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly RouteDirection _out;
    private readonly CarriedValues _values;
    private volatile List<RouteGate> _gates;
    private readonly QosTwoBook _book;
    private readonly TakesUnderWay _underWay = new();
    private readonly Reporter _reporter;
    private readonly PublisherTopics _topics;
    private readonly Task<LinkPump> _pump;
    private long _accepted;

    public Intake(
        LinkServiceOptions options, RuntimeContext context, ILogger logger, QosTwoBook book, Reporter reporter,
        IReadOnlyList<StoreOperation.Carried> carried, Task<LinkPump> pump)
    {
        _options = options;
        _context = context;
        _logger = logger;
        _book = book;
        _reporter = reporter;
        _pump = pump;
        _topics = new PublisherTopics(context.Clock);
        _out = options.Station.Role == LinkRole.Site ? RouteDirection.Up : RouteDirection.Down;
        _values = new CarriedValues(carried);
        _gates = Gates(options.Routes);
    }

    /// <summary>What to subscribe to at another broker.</summary>
    public IReadOnlyList<string> Filters => FiltersOf(_gates);

    /// <summary>Most QoS any route carries.</summary>
    public MqttQos MostQos => MostQosOf(_gates);

    /// <summary>What another broker shows us of our own publications; null where there is nothing to expect.</summary>
    public EchoFilter? Echoes { get; init; }

    /// <summary>
    /// Goes by other routes from the next message on; false, and nothing is changed, if another broker would have to be asked for
    /// other topics than it was at the connection.
    /// </summary>
    public bool TryUse(IReadOnlyList<Route> routes)
    {
        var gates = Gates(routes);
        if (_options.Broker.External is not null && (MostQosOf(gates) != MostQos || !FiltersOf(gates).SequenceEqual(Filters)))
            return false;
        _gates = gates;
        return true;
    }

    /// <summary>Messages taken so far.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>
    /// Called before the broker acknowledges a publish: returns when it is safe in the store, or will never be carried.
    /// </summary>
    /// <returns>Why it is refused; null if it is safe, or no matter of the link.</returns>
    public async ValueTask<string?> TakeAsync(MqttMessage message, CancellationToken cancellationToken) =>
        await _underWay.RunAsync(message, () => TakeOnceAsync(message, cancellationToken), cancellationToken);

    private static List<string> FiltersOf(List<RouteGate> gates) =>
        [.. gates.Select(gate => gate.Route.LocalFilter).Distinct()];

    private static MqttQos MostQosOf(List<RouteGate> gates) =>
        gates.Count == 0 ? MqttQos.AtLeastOnce : gates.Max(gate => gate.Route.Qos);

    private List<RouteGate> Gates(IReadOnlyList<Route> routes)
    {
        var storedComeAgain = _options.Broker.External is { UseMqtt5: false };
        return [.. routes.Where(route => route.Lets(_out)).Select(route => new RouteGate(route, _values, storedComeAgain))];
    }

    private async Task<string?> TakeOnceAsync(MqttMessage message, CancellationToken holdBack)
    {
        var entry = message.QosTwoId > 0 ? _book.Begin(message.Publisher, message.QosTwoId) : null;
        try
        {
            var (isStored, refusal) = Echoes?.IsEcho(message) == true ? default : await CarryAsync(message, holdBack);

            // In MQTT 5 a refused PUBLISH of QoS 2 ends with its PUBREC (§4.3.3): its id is free.
            if (entry is not null && refusal is not null) _book.Abandon(entry);
            else if (entry is not null) await _book.EndAsync(entry, isStored, CancellationToken.None);
            return refusal;
        }
        catch
        {
            if (entry is not null) _book.Abandon(entry);
            throw;
        }
    }

    private async Task<(bool IsStored, string? Refusal)> CarryAsync(MqttMessage message, CancellationToken holdBack)
    {
        foreach (var gate in _gates)
        {
            if (gate.Route.ToLink(message.Topic, _out) is not { } topic) continue;
            if (NoticeTopics.IsOurs(topic))
                return (false, Refuse(message, Links(gate.Route, topic), "only Farlink itself uses topics that begin with $"));
            if (Reject(message, topic, gate.Route) is { } why) return (false, Refuse(message, Links(gate.Route, topic), why));
            var pump = await _pump.WaitAsync(holdBack);
            if (gate.Hold(message, pump.Now) is { } held)
                return (false, held == RouteGate.Unchanged ? null : Refuse(message, Links(gate.Route, topic), held));
            var submissions = Links(gate.Route, topic).Select(link => Submission(message, topic, gate.Route, link.Id)).ToArray();
            return await SubmitAsync(message, gate, submissions, pump, holdBack);
        }

        return (false, null);
    }

    private string? Reject(MqttMessage message, string topic, Route route)
    {
        if (message.Retain && !route.LetsRetained(_out)) return "it is retained, and its route does not carry retained messages";
        return _topics.IsTooMany(message.Publisher, topic)
            ? $"its publisher has used {PublisherTopics.MostOfOne} topics already" : null;
    }

    /// <summary>
    /// The links a message goes to: a site's only one; at a base those the route names, or whose prefix the topic begins with.
    /// </summary>
    private IEnumerable<LinkOptions> Links(Route route, string topic) => _options.Station.Links.Where(link =>
        _out == RouteDirection.Up
        || (route.Sites.Count > 0
            ? route.Sites.Contains(link.Name)
            : topic.StartsWith(_options.PrefixOf(link.Id), StringComparison.Ordinal)));

    private Submission Submission(MqttMessage message, string topic, Route route, byte link)
    {
        var expires = route.Expires ?? (_out == RouteDirection.Down ? Route.CommandsExpireIn : null);
        if (message.ExpirySeconds is { } seconds && (expires is null || Duration.FromSeconds(seconds) < expires))
            expires = Duration.FromSeconds(seconds);
        return new Submission
        {
            Link = link,
            Message = message with { Topic = topic, Qos = message.Qos < route.Qos ? message.Qos : route.Qos },
            Priority = route.Priority,
            MostLatency = route.MostLatency,
            ExpiresIn = expires,
            NewestOnly = route.NewestOnly,
            PadTo = route.PadTo,

            // Whoever published at another broker we do not know: a share of the queue would be everybody's.
            Client = message.Publisher == OtherBroker ? "" : message.Publisher,
            ReceiptId = ReceiptBook.IdOf(message),
        };
    }

    private async Task<(bool IsStored, string? Refusal)> SubmitAsync(
        MqttMessage message, RouteGate gate, Submission[] submissions, LinkPump pump, CancellationToken holdBack)
    {
        if (submissions.Length == 0) return default;
        List<StoreOperation> with = [.. gate.Carry(message, pump.Now)];
        if (message.QosTwoId > 0) with.Add(new StoreOperation.QosTwoReceived(message.Publisher, message.QosTwoId));
        while (true)
        {
            // Once it is handed over it is under way to the disk, whether its publisher is still there or not.
            var verdicts = await pump.SubmitAsync(submissions, with);
            if (_options.Station.Links.Count == 1 && verdicts[0] is SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull)
            {
                // Its publisher waits for the acknowledgement; others have connections of their own.
                await Task.Delay(HoldBack, _context.Clock, holdBack);
                continue;
            }

            var isTaken = verdicts.Contains(SubmitVerdict.Taken);
            if (isTaken) gate.HandlePassed(with, pump.Now);
            string? refusal = null;
            for (var i = 0; i < verdicts.Length; i++) refusal = Tell(submissions[i], verdicts[i]) ?? refusal;
            return (isTaken && message.QosTwoId > 0, isTaken ? null : refusal);
        }
    }

    /// <summary>Tells what became of a submission; why it was refused, or null.</summary>
    private string? Tell(Submission submission, SubmitVerdict verdict)
    {
        var link = _options.Station.Links.First(one => one.Id == submission.Link);
        if (verdict != SubmitVerdict.Taken)
        {
            return Refuse(submission.Message, [link], verdict switch
            {
                SubmitVerdict.TooLong =>
                    $"{submission.Message.SizeOctets} octets; the link carries at most {link.MostMessageOctets}",
                SubmitVerdict.Ended => "its link was ended: the other end is no longer paired",
                SubmitVerdict.NotCarried => "its topic or its properties are too long for the link",

                // One site that is away must not hold up what goes to the others.
                _ => "the queue of the link is full",
            });
        }

        Interlocked.Increment(ref _accepted);
        _context.Observe(new ChainEvent.SiteAccepted(submission.Message));
        RuntimeLog.SiteAccepted(_logger, submission.Message.Payload.Length, Printable.Escape(submission.Message.Topic));
        return null;
    }

    private string Refuse(MqttMessage message, IEnumerable<LinkOptions> links, string why)
    {
        var client = message.Publisher.Length > 0 ? Printable.Escape(message.Publisher) : "unknown";
        RuntimeLog.Refused(_logger, client, Printable.Escape(message.Topic), why);
        var meant = links.ToArray();
        var role = _options.Station.Role == LinkRole.Site ? "site" : "base";
        _context.Observe(new ChainEvent.Dropped(role, message, why, meant.Length == 1 ? meant[0].Id : null));
        foreach (var link in meant) _reporter.Dead(link.Name, message.Topic, why);
        return why;
    }
}
