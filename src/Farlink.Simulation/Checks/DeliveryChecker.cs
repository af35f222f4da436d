using System.Globalization;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>
/// Nothing acknowledged to a publisher is lost, nothing enters an inbox twice, and nothing enters one that was not sent. Messages
/// are told apart by link, direction, topic and payload, so a workload must not repeat them.
/// </summary>
public sealed class DeliveryChecker : IChecker
{
    private readonly Dictionary<string, MqttMessage> _submitted = [];
    private readonly HashSet<string> _acknowledged = [];
    private readonly HashSet<string> _ended = [];
    private readonly Dictionary<string, int> _received = [];

    /// <summary>Dead letters that are on the disk of a host and whose event a crash swallowed: told from there.</summary>
    private readonly Dictionary<(LinkRole Host, long Row), DeadLetter> _letters = [];

    /// <summary>Messages acknowledged to their publishers.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>Different messages in an inbox.</summary>
    public int Received => _received.Count;

    /// <summary>Acknowledged messages that have not arrived and have not ended otherwise.</summary>
    public int Missing => MissingNames().Count;

    /// <inheritdoc/>
    public void HandleSubmitted(SimulatedNetwork network, SimulatedHost host, Submission submission)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(submission);
        _submitted[Name(host, submission.Link, submission.Message)] = submission.Message;
    }

    /// <inheritdoc/>
    public void HandleEvent(SimulatedNetwork network, SimulatedHost host, LinkEvent happened)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (happened is LinkEvent.Dead { Letter: { } told }) _letters.Remove((host.Options.Role, told.Row));
        switch (happened)
        {
            case LinkEvent.Accepted { Token: > 0 } accepted when accepted.Row.Message.Qos != MqttQos.AtMostOnce:
                _acknowledged.Add(Name(host, accepted.Row.Link, accepted.Row.Message));
                break;
            case LinkEvent.Dead { Row: not null } dead:
                _ended.Add(Name(host, dead.Link, dead.Message));
                break;
            case LinkEvent.Dead dead:
                _ended.Add(OtherName(host, dead.Link, dead.Message));
                break;
        }
    }

    /// <inheritdoc/>
    public void HandleDurable(SimulatedNetwork network, SimulatedHost host, StoreOperation operation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        if (operation is StoreOperation.Letter { Content: var letter }) _letters[(host.Options.Role, letter.Row)] = letter;
        if (operation is not StoreOperation.Receive { Row: { } row }) return;
        var name = OtherName(host, row.Link, row.Message);
        if (!_submitted.TryGetValue(name, out var sent)) network.Violate($"{host.Name} committed {name}, which nobody sent");
        else if (sent.Qos != row.Message.Qos || sent.Retain != row.Message.Retain) network.Violate($"{name} arrived changed");
        if (_received.TryGetValue(name, out var times))
            network.Violate($"{name} entered the inbox of {host.Name} {times + 1} times");
        _received[name] = times + 1;
    }

    /// <summary>
    /// Whether what still waits in its sender's store at the end is no violation: it is not lost, there was no way to send it.
    /// </summary>
    public bool MayWait { get; init; }

    /// <inheritdoc/>
    public void Finish(SimulatedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        HashSet<string> waiting = [];
        if (MayWait)
        {
            foreach (var host in network.Hosts)
                foreach (var row in host.Disk.Load().Outbox) waiting.Add(Name(host, row.Link, row.Message));
        }

        foreach (var name in MissingNames().Where(name => !waiting.Contains(name)))
            network.Violate($"{name} was acknowledged and is lost");
    }

    /// <summary>A letter names no payload, so one of a topic excuses one message of it.</summary>
    private List<string> MissingNames()
    {
        var letters = _letters.Values.GroupBy(letter => (letter.Link, letter.Topic))
            .ToDictionary(group => group.Key, group => group.Count());
        List<string> missing = [];
        foreach (var name in _acknowledged)
        {
            if (_received.ContainsKey(name) || _ended.Contains(name)) continue;
            var key = (byte.Parse(name[..name.IndexOf('/', StringComparison.Ordinal)], CultureInfo.InvariantCulture),
                TopicOf(name));
            if (letters.GetValueOrDefault(key) is var left && left > 0) letters[key] = left - 1;
            else missing.Add(name);
        }

        return missing;
    }

    private static string Name(SimulatedHost host, byte link, MqttMessage message) =>
        $"{link}/{host.Options.Role}/{message.Topic}/{Convert.ToHexString(message.Payload.Span)}";

    private static string TopicOf(string name)
    {
        // Link, role, topic, payload; only a topic may have slashes.
        var afterRole = name.IndexOf('/', name.IndexOf('/', StringComparison.Ordinal) + 1) + 1;
        return name[afterRole..name.LastIndexOf('/')];
    }

    private static string OtherName(SimulatedHost host, byte link, MqttMessage message)
    {
        var other = host.Options.Role == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site;
        return $"{link}/{other}/{message.Topic}/{Convert.ToHexString(message.Payload.Span)}";
    }
}
