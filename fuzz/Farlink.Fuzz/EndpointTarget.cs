using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Fuzz;

/// <summary>
/// A site and a base driven by a list of operations, two octets each: what is published, how long nothing happens, what is lost,
/// changed, played again, who loses power. In the end everything works again; every checker must be content.
/// </summary>
public static class EndpointTarget
{
    private const int MostOperations = 200;
    private const byte Link = 1;

    /// <summary>Runs one list.</summary>
    /// <exception cref="InvalidOperationException">A rule was broken.</exception>
    public static void Run(ReadOnlySpan<byte> operations) => Run(operations, []);

    /// <inheritdoc cref="Run(ReadOnlySpan{byte})"/>
    /// <param name="operations">Two octets each.</param>
    /// <param name="more">Checkers beside the usual ones.</param>
    public static void Run(ReadOnlySpan<byte> operations, params IEnumerable<IChecker> more)
    {
        using var network = new SimulatedNetwork(1, new ChannelOptions());
        network.Checkers.AddRange([.. AllCheckers.Create(), .. more]);
        var options = new LinkOptions { Id = Link, Name = "fuzz", Identity = BenchLink.Key(Link), MostInboxMessages = 8 };
        var site = network.Add("site", BenchLink.Options(LinkRole.Site, options, null, DutyCycle.FromPercent(10)));
        var station = network.Add("base", BenchLink.Options(LinkRole.BaseStation, options, null, DutyCycle.FromPercent(10)));
        var hostile = network.AddTransmitter("hostile");
        List<byte[]> heard = [];
        network.OnFrame = frame =>
        {
            if (frame.Sender != hostile) heard.Add(frame.Octets);
        };
        station.Start();
        site.Start();
        for (var i = 0; i + 1 < operations.Length && i < 2 * MostOperations; i += 2)
            Do(network, site, station, hostile, heard, operations[i], operations[i + 1], i);

        foreach (var host in network.Hosts) host.BrokerIsUp = true;
        network.Faults = new FrameFaults();
        network.Channel.Block(site.Radio, station.Radio, 0);
        network.Channel.Block(station.Radio, site.Radio, 0);
        var delivery = network.Checkers.OfType<DeliveryChecker>().Single();
        for (var hour = 0; hour < 48 && (hour == 0 || delivery.Missing > 0); hour++) Wait(network, 3600);
        network.Finish();
        if (network.Violations.Count > 0) throw new InvalidOperationException(string.Join('\n', network.Violations.Take(5)));
    }

    private static void Do(
        SimulatedNetwork network, SimulatedHost site, SimulatedHost station, Station hostile, List<byte[]> heard, byte what,
        byte how, int number)
    {
        var host = (what & 0x80) == 0 ? site : station;
        switch (what % 10)
        {
            case 0 or 1:
                host.Submit(Message(number, how));
                break;
            case 2:
                Wait(network, how / 100.0);
                break;
            case 3:
                Wait(network, how);
                break;
            case 4:
                host.Crash();
                Wait(network, how / 10.0);
                host.Start();
                break;
            case 5:
                network.Channel.Block(host.Radio, host == site ? station.Radio : site.Radio, how / 255.0);
                break;
            case 6 when heard.Count > 0:
                network.Inject(hostile, heard[how % heard.Count]);
                break;
            case 7 when heard.Count > 0:
                byte[] changed = [.. heard[^1]];
                changed[how % changed.Length] ^= (byte)(1 << (number % 8));
                network.Inject(hostile, changed);
                break;
            case 8:
                host.BrokerIsUp = how < 128;
                break;
            case 9:
                network.Faults = new FrameFaults { Duplicate = how / 512.0, Delay = how / 1024.0, Replay = how / 512.0 };
                break;
        }
    }

    private static void Wait(SimulatedNetwork network, double seconds) =>
        network.Time.Run(network.Time.Now + Duration.FromSeconds(seconds));

    private static Submission Message(int number, byte how) => new()
    {
        Link = Link,
        Priority = (Priority)(how % 3),
        MostLatency = Duration.FromSeconds(how % 5),
        ReceiptId = how % 7 == 0 ? $"{number}" : null,
        Client = how % 2 == 0 ? "even" : "odd",
        Message = new MqttMessage
        {
            Topic = $"t/{how % 11}",
            Payload = new byte[how * 4].Concat(BitConverter.GetBytes(number)).ToArray(),
            Qos = (MqttQos)(how % 3),
            Retain = how % 5 == 0,
        },
    };
}
