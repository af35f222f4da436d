using System.Text;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>One site and one base in virtual time.</summary>
internal sealed class TwoEnds : IDisposable
{
    public const byte LinkId = 1;

    public TwoEnds(
        int seed, ChannelOptions? channel = null, DutyCycle? duty = null, Func<LinkOptions, LinkOptions>? change = null,
        IEnumerable<IChecker>? checkers = null, HostOptions? host = null, bool isPaired = false, int keys = 1)
    {
        Network = new SimulatedNetwork(seed, channel ?? new ChannelOptions());
        Network.Checkers.AddRange(checkers ?? []);
        var link = new LinkOptions { Id = LinkId, Name = "barn", Identity = Key(keys) };
        if (change is not null) link = change(link);
        var (ofSite, ofBase) = (link, link);
        if (isPaired)
        {
            (SiteKey, BaseKey) = (new SimulatedKey(10 * keys), new SimulatedKey((10 * keys) + 1));
            var (site, baseStation) = SimulatedKey.Pair(link.Name, SiteKey, BaseKey);
            (ofSite, ofBase) = (link with { Identity = site }, link with { Identity = baseStation });
        }

        host ??= new HostOptions();
        var far = new Position(500, 0);
        Site = Network.Add("site", Options(LinkRole.Site, ofSite, duty), host with { Key = SiteKey });
        Base = Network.Add("base", Options(LinkRole.BaseStation, ofBase, duty), host with { Key = BaseKey }, far);
    }

    public SimulatedNetwork Network { get; }

    public SimulatedHost Site { get; }

    public SimulatedHost Base { get; }

    /// <summary>Static keys, if the ends are paired.</summary>
    public SimulatedKey? SiteKey { get; }

    /// <inheritdoc cref="SiteKey"/>
    public SimulatedKey? BaseKey { get; }

    public static PreSharedKey Key(int number)
    {
        var octets = new byte[16];
        for (var i = 0; i < octets.Length; i++) octets[i] = (byte)((i * 37) + (number * 101) + 130);
        return new PreSharedKey(octets);
    }

    public static StationOptions Options(LinkRole role, LinkOptions link, DutyCycle? duty) => new()
    {
        Role = role,
        Links = [link],
        DutyCycle = duty ?? DutyCycle.Unlimited,
    };

    public static Submission Seed(int number, Priority priority = Priority.Normal, MqttQos qos = MqttQos.AtLeastOnce) => new()
    {
        Link = LinkId,
        Priority = priority,
        Message = new MqttMessage
        {
            Topic = "/esp8266",
            Payload = Encoding.ASCII.GetBytes($"Good job! You are connected {number} times"),
            Qos = qos,
        },
    };

    public void Start()
    {
        Base.Start();
        Site.Start();
    }

    public void RunFor(double seconds) => Network.Time.Run(Network.Time.Now + Duration.FromSeconds(seconds));

    public void Dispose() => Network.Dispose();
}
