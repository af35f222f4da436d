using System.Net;
using Farlink.Output;
using Farlink.Radios.Traces;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Farlink.Simulation.EtherServer;

namespace Farlink.Commands;

/// <summary><c>farlink sim ether --physical</c>: the simulator's air, in real time, for several processes.</summary>
internal static class PhysicalEther
{
    public static async Task<int> ServeAsync(IPEndPoint listen, ChannelOptions options, int seed, string? pcap, bool asJson)
    {
        using var interruption = new Interruption();
        using var trace = pcap is null ? null : LoRaTapFile.Create(pcap);
        var began = DateTimeOffset.UtcNow;
        var clock = TimeProvider.System;
        var zero = Radios.MonotonicTime.Now(clock);
        var ether = new SimulatedEther(options, clock, new Random(seed))
        {
            OnFrame = (frame, isWhole) =>
            {
                Tell(frame, isWhole, asJson);
                var at = new Protocol.Units.Instant(began.ToUnixTimeMilliseconds() * 1_000_000) + (frame.Start - zero);
                if (isWhole) trace?.Add(at, frame.Frequency, frame.Modulation, frame.Octets);
            },
        };
        await using var server = PhysicalEtherServer.Start(ether, listen, what => Say("radio", what, asJson));
        if (asJson)
        {
            Console.Out.Write(JsonLine.Write(json =>
            {
                json.WriteString("event", "listening");
                json.WriteString("address", server.Endpoint.ToString());
                json.WriteNumber("seed", seed);
            }));
        }
        else
        {
            Console.WriteLine($"Ether on {server.Endpoint}, loss {options.Loss:0.##} (seed {seed}). Ctrl-C ends it.");
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, interruption.Token).ContinueWith(_ => { }, TaskScheduler.Default);

        // Radios say goodbye first: the sum is the last word.
        await server.DisposeAsync();
        var counters = ether.Counters;
        if (!asJson)
        {
            Console.WriteLine(
                $"{counters.Sent} frames sent, {counters[ReceptionResult.Received]} received, "
                + $"{counters[ReceptionResult.Collided]} destroyed by collisions, {counters[ReceptionResult.TooWeak]} too weak, "
                + $"{counters[ReceptionResult.Lost]} lost");
        }

        return ExitCodes.Done;
    }

    public static void Tell(AirFrame frame, bool isWhole, bool asJson)
    {
        if (!asJson)
        {
            Console.WriteLine(
                $"{Protocol.Text.Printable.Escape(frame.Sender.Name)} sent {frame.Octets.Length} octets, "
                + $"{frame.Modulation.SpreadingFactor}, {(frame.End - frame.Start).Milliseconds:0.0} ms"
                + (isWhole ? "" : ", cut short"));
            return;
        }

        Console.Out.Write(JsonLine.Write(json =>
        {
            json.WriteString("event", isWhole ? "sent" : "cut");
            json.WriteString("radio", frame.Sender.Name);
            json.WriteNumber("airtime_ms", Math.Round((frame.End - frame.Start).Milliseconds, 3));
            json.WriteString("hex", Convert.ToHexStringLower(frame.Octets));
        }));
    }

    public static void Say(string kind, string what, bool asJson)
    {
        if (!asJson)
        {
            Console.WriteLine(what);
            return;
        }

        Console.Out.Write(JsonLine.Write(json =>
        {
            json.WriteString("event", kind);
            json.WriteString("what", what);
        }));
    }
}
