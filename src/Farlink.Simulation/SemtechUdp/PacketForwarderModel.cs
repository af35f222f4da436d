using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;

namespace Farlink.Simulation.SemtechUdp;

/// <summary>
/// A gateway with a concentrator and a packet forwarder, as PROTOCOL.TXT has it, on a <see cref="SimulatedEther"/>: hears all its
/// channels and spreading factors, sends one frame at a time and hears nothing meanwhile. Written apart from the server.
/// </summary>
public sealed class PacketForwarderModel : IAsyncDisposable
{
    /// <summary>Spreading factors of a multi-channel modem.</summary>
    private const int LowestFactor = 7, HighestFactor = 12;

    /// <summary>A frame due sooner is TOO_LATE, one due later than this is TOO_EARLY.</summary>
    private static readonly Duration Shortest = Duration.FromMilliseconds(40), Longest = Duration.FromSeconds(20);

    private static readonly Duration ImmediateDelay = Duration.FromMilliseconds(80);
    private readonly SimulatedEther _ether;
    private readonly PacketForwarderOptions _options;
    private readonly TimeProvider _time;
    private readonly UdpClient _up;
    private readonly UdpClient _down;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Station> _listeners = [];
    private readonly Station _sender;
    private readonly Lock _lock = new();
    private readonly Instant _born;
    private readonly List<Task> _running = [];
    private TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Instant _busyUntil;
    private int _token;

    private PacketForwarderModel(SimulatedEther ether, PacketForwarderOptions options, TimeProvider time)
    {
        _ether = ether;
        _options = options;
        _time = time;
        _born = time.Now();
        _up = new UdpClient(options.Server.AddressFamily);
        _down = new UdpClient(options.Server.AddressFamily);
        _up.Connect(options.Server);
        _down.Connect(options.Server);
        _sender = new Station { Name = options.Name, Position = options.Position, IsOn = false };
        ether.Join(_sender, new EtherListener());
        foreach (var channel in options.Channels)
        {
            for (var factor = LowestFactor; factor <= HighestFactor; factor++)
            {
                var station = new Station { Name = $"{options.Name} SF{factor}", Position = options.Position, IsOn = false };
                ether.Join(station, new EtherListener { OnReception = Hear });
                ether.Tune(station, channel, Hearing(factor), new Dbm(0));
                ether.Listen(station, true);
                _listeners.Add(station);
            }
        }
    }

    /// <summary>Completes when the server acknowledges something the next time: it is there.</summary>
    public Task Acknowledged
    {
        get
        {
            lock (_lock) return _acknowledged.Task;
        }
    }

    /// <summary>What the next frames are answered with instead of being sent; null: they are sent.</summary>
    public string? Refuses { get; set; }

    /// <summary>Whether it says nothing about what it sends, as if each answer were lost.</summary>
    public bool IsMute { get; set; }

    /// <summary>What it was told to send, as it came.</summary>
    public List<string> Orders { get; } = [];

    /// <summary>Starts it.</summary>
    public static PacketForwarderModel Start(SimulatedEther ether, PacketForwarderOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var model = new PacketForwarderModel(ether, options, time);
        model._running.Add(model.PullAsync());
        model._running.Add(model.ReadAsync(model._down));
        model._running.Add(model.ReadAsync(model._up));
        return model;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _up.Dispose();
        _down.Dispose();
        await Task.WhenAll(_running);
        foreach (var station in _listeners) _ether.Leave(station);
        _ether.Leave(_sender);
        _closing.Dispose();
    }

    private void Acknowledge()
    {
        lock (_lock)
        {
            _acknowledged.SetResult();
            _acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private LoRaModulation Hearing(int factor)
    {
        var spreading = new SpreadingFactor(factor);
        var bandwidth = new Hertz(125_000);
        return new LoRaModulation
        {
            SpreadingFactor = spreading,
            Bandwidth = bandwidth,
            LowDataRateOptimize = LoRaModulation.RecommendedLowDataRate(spreading, bandwidth),
            SyncWord = _options.SyncWord,
        };
    }

    private uint Count(Instant instant) => unchecked((uint)((instant - _born).Nanoseconds / 1000) + _options.FirstCount);

    private byte[] Header(byte type, int token)
    {
        var header = new byte[12];
        header[0] = 2;
        header[1] = (byte)(token >> 8);
        header[2] = (byte)token;
        header[3] = type;
        for (var i = 0; i < 8; i++) header[4 + i] = (byte)(_options.Eui >> (8 * (7 - i)));
        return header;
    }

    private async Task PullAsync()
    {
        try
        {
            while (true)
            {
                await SendAsync(_down, Header(0x02, Interlocked.Increment(ref _token)));
                await Task.Delay(_options.KeepAlive, _time, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task SendAsync(UdpClient socket, byte[] octets)
    {
        try
        {
            await socket.SendAsync(octets, _closing.Token);
        }
        catch (SocketException)
        {
            // No server is there now.
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ReadAsync(UdpClient socket)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var octets = (await socket.ReceiveAsync(_closing.Token)).Buffer;
                if (octets.Length < 4 || octets[0] != 2) continue;
                if (octets[3] is 0x01 or 0x04) Acknowledge();
                if (octets[3] == 0x03) await ObeyAsync(octets);
            }
            catch (SocketException)
            {
                // The server is restarting.
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time, CancellationToken.None);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Hear(AirFrame frame, Reception reception)
    {
        if (reception.Result is not (ReceptionResult.Received or ReceptionResult.Collided)) return;
        var entry = new JsonObject
        {
            ["tmst"] = Count(frame.End),
            ["chan"] = 2,
            ["rfch"] = 1,
            ["freq"] = frame.Frequency.Value / 1e6,
            ["stat"] = reception.Result == ReceptionResult.Received ? 1 : -1,
            ["modu"] = "LORA",
            ["datr"] = $"SF{frame.Modulation.SpreadingFactor.Value}BW125",
            ["codr"] = "4/5",
            ["lsnr"] = Math.Round(reception.Snr.Value, 1),
            ["rssi"] = (int)Math.Round(reception.Rssi.Value),
            ["size"] = frame.Octets.Length,
            ["data"] = Convert.ToBase64String(frame.Octets),
        };
        var json = new JsonObject { ["rxpk"] = new JsonArray(entry) }.ToJsonString();
        _ = SendAsync(_up, [.. Header(0x00, Interlocked.Increment(ref _token)), .. System.Text.Encoding.UTF8.GetBytes(json)]);
    }

    private async Task ObeyAsync(byte[] octets)
    {
        var text = System.Text.Encoding.UTF8.GetString(octets, 4, octets.Length - 4);
        lock (_lock) Orders.Add(text);
        var order = JsonNode.Parse(text)!["txpk"]!;
        var frame = Convert.FromBase64String((string)order["data"]!);
        var rate = ((string)order["datr"]!)[2..].Split("BW");
        var modulation = new LoRaModulation
        {
            SpreadingFactor = new SpreadingFactor(int.Parse(rate[0], CultureInfo.InvariantCulture)),
            Bandwidth = new Hertz(1000L * int.Parse(rate[1], CultureInfo.InvariantCulture)),
            CodingRate = CodingRate.TryParse((string)order["codr"]!, out var coding) ? coding : default,
            PreambleSymbols = (int)order["prea"]!,
            InvertIq = (bool)order["ipol"]!,
            Crc = !(bool)order["ncrc"]!,
            SyncWord = _options.SyncWord,
        };
        modulation = modulation with
        {
            LowDataRateOptimize = LoRaModulation.RecommendedLowDataRate(modulation.SpreadingFactor, modulation.Bandwidth),
        };
        var frequency = new Hertz((long)Math.Round((double)order["freq"]! * 1e6));
        var now = _time.Now();
        var due = (bool)order["imme"]! ? now + ImmediateDelay : now
            + new Duration(1000L * (int)((uint)order["tmst"]! - Count(now)));
        var error = Refuses ?? Judge(frequency, now, due, due + LoRaAirtime.Of(modulation, frame.Length));
        if (!IsMute)
        {
            var answer = error is null ? "" : "{\"txpk_ack\":{\"error\":\"" + error + "\"}}";
            var header = Header(0x05, (octets[1] << 8) | octets[2]);
            await SendAsync(_down, [.. header, .. System.Text.Encoding.UTF8.GetBytes(answer)]);
        }

        if (error is null) _ = TransmitAsync(frame, frequency, modulation, new Dbm((int)order["powe"]!), due);
    }

    private string? Judge(Hertz frequency, Instant now, Instant due, Instant end)
    {
        if (frequency < _options.LowestTransmit || frequency > _options.HighestTransmit) return "TX_FREQ";
        if (due < now + Shortest) return "TOO_LATE";
        if (due > now + Longest) return "TOO_EARLY";
        lock (_lock)
        {
            if (due < _busyUntil) return "COLLISION_PACKET";
            _busyUntil = end;
        }

        return null;
    }

    private async Task TransmitAsync(byte[] frame, Hertz frequency, LoRaModulation modulation, Dbm power, Instant due)
    {
        try
        {
            await _time.WaitUntil(due, _closing.Token);
            foreach (var station in _listeners) _ether.Listen(station, false);
            _ether.Tune(_sender, frequency, modulation, power);
            var onAir = _ether.Begin(_sender, frame);
            await _time.WaitUntil(onAir.End, CancellationToken.None);
            _ether.Complete(onAir);
            foreach (var station in _listeners) _ether.Listen(station, true);
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was due.
        }
    }
}
