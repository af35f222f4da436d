using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Bench;

/// <summary>
/// A system people use today, as it behaves on the air: one message a frame, and a frame of acknowledgement that is waited
/// for, or
/// none. Sizes are of one 35-octet payload on <c>/esp8266</c>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="FrameOctets">Octets of the message's frame.</param>
/// <param name="AckOctets">Octets of the acknowledgement; 0: there is none, and what is lost is lost.</param>
public sealed record PeerSystem(string Name, int FrameOctets, int AckOctets)
{
    /// <summary>RadioHead's own timing: 200 ms and up to as much again at random, three repeats.</summary>
    private static readonly Duration Timeout = Duration.FromMilliseconds(200);

    private const int Retries = 3, SeedPayload = 35, LongestFrame = 255;

    /// <summary>Half a turn-round.</summary>
    private static readonly Duration HalfTurn = Duration.FromMilliseconds(10);

    /// <summary>The systems compared with.</summary>
    public static IReadOnlyList<PeerSystem> All { get; } =
    [
        new("OpenMQTTGateway raw LoRa", 35, 0), new("RadioHead reliable", 39, 5), new("MQTT-SN on bare LoRa", 42, 7),
        new("LoRaWAN confirmed", 48, 12), new("MQTT-SN + LoRaLink", 51, 16), new("the seed", 52, 0),
        new("RHEncryptedDriver + reliable", 52, 20), new("MeshCore direct", 70, 8), new("Meshtastic channel", 66, 29),
        new("Meshtastic PKC", 78, 41), new("MQTT over TCP and TLS 1.3", 111, 66), new("Reticulum link", 116, 116),
        new("Reticulum single packet", 148, 84),
    ];

    /// <summary>RadioHead's reliable datagram without encryption, its fastest form.</summary>
    public static PeerSystem RadioHeadReliable => All[1];

    /// <summary>The same system with payloads of another length, as far as one frame holds.</summary>
    public PeerSystem WithPayload(int octets) =>
        this with { FrameOctets = Math.Min(LongestFrame, FrameOctets - SeedPayload + octets) };

    /// <summary>Messages delivered a second with a backlog and no duty limit, and airtime a delivered message.</summary>
    public (double PerSecond, Duration AirtimeEach) Measure(double loss, int seed)
    {
        var time = new Scheduler();
        var channel = new RadioChannel(new ChannelOptions { Loss = loss }, new Random(seed));
        var sender = new Station { Name = "sender" };
        var receiver = new Station { Name = "receiver", Position = new Position(500, 0) };
        channel.Add(sender);
        channel.Add(receiver);
        var run = new Run(this, time, channel, sender, receiver, new Random(seed + 1));
        run.Next();
        time.Run(new Instant(0) + Duration.FromSeconds(3600));
        return (run.Delivered / 3600.0, new Duration(run.Airtime.Nanoseconds / Math.Max(1, run.Delivered)));
    }

    private sealed class Run(
        PeerSystem peer, Scheduler time, RadioChannel channel, Station sender, Station receiver, Random random)
    {
        private long _attempt;
        private int _tries;
        private bool _hasArrived;

        public long Delivered { get; private set; }

        public Duration Airtime { get; private set; }

        public void Next()
        {
            _tries = 0;
            _hasArrived = false;
            Try();
        }

        private void Try()
        {
            var attempt = ++_attempt;
            _tries++;
            Send(sender, receiver, peer.FrameOctets, () => Arrive(attempt), () =>
            {
                if (peer.AckOctets == 0)
                {
                    time.After(HalfTurn, Next);
                    return;
                }

                var wait = Timeout + new Duration((long)(random.NextDouble() * Timeout.Nanoseconds));
                time.After(wait, () => GiveUp(attempt));
            });
        }

        private void Arrive(long attempt)
        {
            // A repeat of a message that has arrived is acknowledged again and counts once.
            if (!_hasArrived) Delivered++;
            _hasArrived = true;
            if (peer.AckOctets == 0) return;
            time.After(HalfTurn, () => Send(receiver, sender, peer.AckOctets, () =>
            {
                if (attempt != _attempt) return;
                _attempt++;
                time.After(HalfTurn, Next);
            }, () => { }));
        }

        private void GiveUp(long attempt)
        {
            if (attempt != _attempt) return;
            if (_tries <= Retries) Try();
            else Next();
        }

        private void Send(Station from, Station to, int octets, Action arrived, Action ended)
        {
            var frame = channel.Begin(from, new byte[octets], time.Now);
            Airtime += frame.End - frame.Start;
            time.At(frame.End, () =>
            {
                var result = channel.Complete(frame).First(one => one.Receiver == to).Result;
                ended();
                if (result == ReceptionResult.Received) arrived();
            });
        }
    }
}
