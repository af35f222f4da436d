using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Handshake;
using Farlink.Simulation.Air;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>Sends what nobody asked for, over and over.</summary>
internal sealed class HostileSource
{
    private const int MostHeard = 1000;
    private readonly SimulatedNetwork _network;
    private readonly HostileTransmitter _transmitter;
    private readonly Station _station;
    private readonly Random _random;
    private readonly int _links;
    private readonly List<byte[]> _heard = [];

    public HostileSource(SimulatedNetwork network, HostileTransmitter transmitter, Random random, int links)
    {
        _network = network;
        _transmitter = transmitter;
        _random = random;
        _links = links;
        _station = network.AddTransmitter(transmitter.Name, transmitter.Position);
    }

    public Station Station => _station;

    public void Start() => _network.Time.After(_transmitter.Every, Send);

    /// <summary>Records what is on the air; a receiver with a good antenna hears it all.</summary>
    public void Hear(AirFrame frame)
    {
        if (frame.Sender == _station) return;
        if (_heard.Count < MostHeard) _heard.Add(frame.Octets);
        else _heard[_random.Next(MostHeard)] = frame.Octets;
    }

    private void Send()
    {
        _network.Inject(_station, Frame());
        _network.Time.After(_transmitter.Every, Send);
    }

    private byte[] Frame()
    {
        var octets = new byte[_random.Next(2, 256)];
        _random.NextBytes(octets);
        switch (_transmitter.Kind)
        {
            case HostileKind.Replay when _heard.Count > 0:
                return _heard[_random.Next(_heard.Count)];
            case HostileKind.Forge when _heard.Count > 0:
                octets = [.. _heard[_random.Next(_heard.Count)]];
                octets[_random.Next(octets.Length)] ^= (byte)(1 << _random.Next(8));
                return octets;
            case HostileKind.Hello:
                var key = new byte[PreSharedKey.Size];
                _random.NextBytes(key);
                return PskHello.First(
                    new PreSharedKey(key), (byte)_random.Next(1, _links + 1), _random.Next(2) == 0, (uint)_random.Next(),
                    key.AsSpan(0, PskHello.NonceSize));
            default:
                return octets;
        }
    }
}
