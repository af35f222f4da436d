using System.CommandLine;
using System.Net;
using Farlink.Configuration;
using Farlink.Output;
using Farlink.Protocol.RadioHead;
using Farlink.Simulation.Air;
using Farlink.Simulation.RadioHeadEther;

namespace Farlink.Commands;

/// <summary><c>farlink sim ether</c>: an ether for RadioHead simulations and Farlink processes.</summary>
internal static class EtherCommand
{
    public static Command Create()
    {
        var listen = Options.Optional<string>(
            "--listen", "Address and port; port 0 takes a free one; default 127.0.0.1:4000, with --physical 127.0.0.1:4001");
        var physical = Options.Of(
            "--physical", "Serve Farlink's own ether: path loss, collisions, activity detection (radio.uri = \"ether://..\")",
            false);
        var pcap = Options.Optional<string>("--pcap", "With --physical: write all frames to this file, for Wireshark");
        var rate = Options.Number(
            "--bps", "Rate of the air in bit/s: a frame is delivered after the time it takes", 10_000, 1, 100_000_000);
        var loss = Options.Real("--loss", "Probability (0 to 1) that a frame does not reach a node, beyond collisions", 0, 0, 1);
        var seed = Options.OptionalNumber("--seed", "Seed of the losses; default another one each time", 0, int.MaxValue);
        var remote = Options.Of(
            "--allow-remote", "Listen on an address that other hosts reach: whoever connects hears and sends frames", false);
        var json = Options.Of("--json", "Print one JSON object an event", false);
        var command = new Command(
            "ether",
            "Serve RadioHead's ether simulator protocol, so that RadioHead simulations and Farlink share a channel; with "
            + "--physical Farlink's own, which models the air.\n\n"
            + "Examples: farlink sim ether --listen 127.0.0.1:4000 --bps 10000 --loss 0.1\n"
            + "          farlink sim ether --physical --pcap air.pcap")
        {
            listen, physical, pcap, rate, loss, seed, remote, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var isPhysical = parsed.GetValue(physical);
            var address = parsed.GetValue(listen) ?? (isPhysical ? "127.0.0.1:4001" : "127.0.0.1:4000");
            if (!AddressText.TryParseEndpoint(address, out var endpoint))
                throw new UsageException($"--listen {address} is not an address and port: use 127.0.0.1:4000.");
            if (!IPAddress.IsLoopback(endpoint.Address) && !parsed.GetValue(remote))
                throw new UsageException(
                    $"--listen {endpoint} is reachable from other hosts, and an ether trusts whoever connects: "
                    + "add --allow-remote if that is meant.");
            var draw = (int)(parsed.GetValue(seed) ?? Random.Shared.Next());
            if (isPhysical)
            {
                return await PhysicalEther.ServeAsync(
                    endpoint, new ChannelOptions { Loss = parsed.GetValue(loss) }, draw, parsed.GetValue(pcap),
                    parsed.GetValue(json));
            }

            if (parsed.GetValue(pcap) is not null) throw new UsageException("--pcap needs --physical.");
            var options = new RadioHeadEtherServerOptions
            {
                Listen = endpoint,
                BitsPerSecond = (int)parsed.GetValue(rate),
                Loss = parsed.GetValue(loss),
            };
            return await ServeAsync(options, draw, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> ServeAsync(RadioHeadEtherServerOptions options, int seed, bool asJson)
    {
        using var interruption = new Interruption();
        await using var server = RadioHeadEtherServer.Start(
            options, TimeProvider.System, new Random(seed), happened => Tell(happened, asJson));
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
            Console.WriteLine(
                $"Ether on {server.Endpoint}, {options.BitsPerSecond} bit/s, loss {options.Loss:0.##} (seed {seed}). "
                + "Ctrl-C ends it.");
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, interruption.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        var (sent, delivered, collided, lost) = server.Counters;
        if (!asJson)
            Console.WriteLine($"{sent} frames sent, {delivered} delivered, {collided} destroyed by collisions, {lost} lost");
        return ExitCodes.Done;
    }

    private static void Tell(EtherEvent happened, bool asJson)
    {
        var line = asJson
            ? JsonLine.Write(json => Write(json, happened))
            : happened switch
            {
                EtherEvent.Joined joined => $"{joined.Peer} joined\n",
                EtherEvent.Addressed addressed => $"{addressed.Peer} is node {addressed.Address}\n",
                EtherEvent.Sent sent => $"{sent.Peer} sent {sent.Frame.Length} octets{Describe(sent.Frame.Span)}\n",
                EtherEvent.Refused refused => $"{refused.Peer} was cut off: {refused.Reason}\n",
                _ => $"{happened.Peer} left\n",
            };
        Console.Out.Write(line);
    }

    private static string Describe(ReadOnlySpan<byte> frame) =>
        RadioHeadHeader.TryParse(frame, out var header)
            ? $" #{header.From} => #{header.To}, id {header.Id}, flags {header.Flags:X2}"
            : string.Empty;

    private static void Write(System.Text.Json.Utf8JsonWriter json, EtherEvent happened)
    {
        json.WriteString("event", happened.GetType().Name.ToLowerInvariant());
        json.WriteString("peer", happened.Peer);
        switch (happened)
        {
            case EtherEvent.Addressed addressed:
                json.WriteNumber("address", addressed.Address);
                break;
            case EtherEvent.Sent sent:
                json.WriteString("hex", Convert.ToHexStringLower(sent.Frame.Span));
                break;
            case EtherEvent.Refused refused:
                json.WriteString("reason", refused.Reason);
                break;
            default:
                break;
        }
    }
}
