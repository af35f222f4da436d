using System.Text;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Bench;

/// <summary>
/// One site and one base for a measurement: 500 m apart, SF7 and 125 kHz unless said, turn-round 20 ms, 2 ms between frames of a
/// burst, 5 ms for a flush of the disk, no duty limit unless said.
/// </summary>
internal sealed class BenchLink : IDisposable
{
    public const byte Id = 1;

    public BenchLink(
        int seed, double loss = 0, LoRaModulation? modulation = null, DutyCycle? duty = null, int mostMessageOctets = 65_536,
        int modelMebibytes = 0)
    {
        Network = new SimulatedNetwork(seed, new ChannelOptions { Loss = loss });
        Delivery = new DeliveryChecker();
        Network.Checkers.Add(Delivery);
        var link = new LinkOptions
        {
            Id = Id,
            Name = "bench",
            Identity = Key(Id),
            AnswerEvery = 60,
            MostMessageOctets = mostMessageOctets,
            ModelMebibytes = modelMebibytes,
            MostQueuedMessages = 1_000_000,
            MostQueuedOctets = int.MaxValue,
        };
        Site = Network.Add("site", Options(LinkRole.Site, link, modulation, duty));
        Base = Network.Add("base", Options(LinkRole.BaseStation, link, modulation, duty), position: new Position(500, 0));
        Base.Start();
        Site.Start();

        // Measurements begin with a session that has settled.
        Network.Time.Run(Instant.Never - Duration.FromSeconds(1), () => IsSettled);
        RunFor(1);
    }

    public SimulatedNetwork Network { get; }

    public DeliveryChecker Delivery { get; }

    public SimulatedHost Site { get; }

    public SimulatedHost Base { get; }

    public bool IsSettled => Site.Machine!.Status(Id, Site.Now).HasSession && Base.Machine!.Status(Id, Base.Now).HasSession;

    /// <summary>A different key for each number; only simulations have such keys.</summary>
    public static PreSharedKey Key(int number)
    {
        var octets = new byte[PreSharedKey.Size];
        new Random(number).NextBytes(octets);
        octets[0] = 0x80;
        return new PreSharedKey(octets);
    }

    public static StationOptions Options(LinkRole role, LinkOptions link, LoRaModulation? modulation, DutyCycle? duty) => new()
    {
        Role = role,
        Links = [link],
        Modulation = modulation ?? new LoRaModulation(),
        DutyCycle = duty ?? DutyCycle.Unlimited,
        FirstTurnRound = Duration.FromMilliseconds(500),
    };

    /// <summary>The seed's message: 35 octets at one digit.</summary>
    public static MqttMessage Seed(long number) => new()
    {
        Topic = "/esp8266",
        Payload = Encoding.ASCII.GetBytes($"Good job! You are connected {number} times"),
    };

    public void RunFor(double seconds) => Network.Time.Run(Network.Time.Now + Duration.FromSeconds(seconds));

    public void Dispose() => Network.Dispose();
}
