using System.CommandLine;
using System.Net;
using Farlink.Configuration;
using Farlink.Output;
using Farlink.Radios.Boards;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;
using Farlink.Simulation.ChipServer;
using Farlink.Simulation.Ether;

namespace Farlink.Commands;

/// <summary><c>farlink sim chip</c>: simulated radio chips for any driver.</summary>
internal static class ChipCommand
{
    public static Command Create()
    {
        var chip = Options.Word("--chip", "The chip", "sx1276", ("sx1276", RadioChip.Sx1276), ("sx1262", RadioChip.Sx1262));
        var listen = Options.Of("--listen", "Address and port; port 0 takes a free one", "127.0.0.1:5276");
        var board = Options.Optional<string>(
            "--board", $"Which pin is which; default {KnownBoards.Dragino.Name}, for sx1262 waveshare-sx1262-spi");
        var rssi = Options.OptionalNumber("--rssi-register", "SX1276: a fixed value of RegPktRssiValue", 0, 255);
        var clear = Options.Of(
            "--clear-irq-on-mode-change", "SX1276: a change of mode clears all interrupt flags, as old drivers expect", false);
        var loss = Options.Real("--loss", "Probability (0 to 1) that a frame does not arrive, beyond collisions", 0, 0, 1);
        var seed = Options.OptionalNumber("--seed", "Seed of the losses; default another one each time", 0, int.MaxValue);
        var remote = Options.Of("--allow-remote", "Listen on an address that other hosts reach", false);
        var json = Options.Of("--json", "Print one JSON object an event", false);
        var command = new Command(
            "chip",
            "Serve simulated radio chips over TCP (SPI and GPIO): every connection is a host with a chip of its own, all on one "
            + "ether in real time. Farlink's own driver uses one with radio.uri = \"spi-tcp://..\".\n\n"
            + "Example: farlink sim chip --chip sx1276 --listen 127.0.0.1:5276 --board dragino-lora-gps-hat")
        {
            chip, listen, board, rssi, clear, loss, seed, remote, json,
        };
        command.SetAction((parsed, _) =>
        {
            var address = parsed.GetValue(listen)!;
            if (!AddressText.TryParseEndpoint(address, out var endpoint))
                throw new UsageException($"--listen {address} is not an address and port: use 127.0.0.1:5276.");
            if (!IPAddress.IsLoopback(endpoint.Address) && !parsed.GetValue(remote))
            {
                throw new UsageException(
                    $"--listen {endpoint} is reachable from other hosts, and a chip obeys whoever connects: "
                    + "add --allow-remote if that is meant.");
            }

            var wired = BoardOf(parsed.GetValue(board), parsed.GetValue(chip));
            var options = ChipModelOptions.Of(wired, "host") with
            {
                RssiRegister = (byte?)parsed.GetValue(rssi),
                ClearsIrqOnModeChange = parsed.GetValue(clear),
            };
            var channel = new ChannelOptions { Loss = parsed.GetValue(loss) };
            var draw = (int)(parsed.GetValue(seed) ?? Random.Shared.Next());
            return ServeAsync(wired, endpoint, options, channel, draw, parsed.GetValue(json));
        });
        return command;
    }

    private static Board BoardOf(string? name, RadioChip chip)
    {
        var board = KnownBoards.Find(name ?? (chip == RadioChip.Sx1276 ? KnownBoards.Dragino.Name : "waveshare-sx1262-spi"))
            ?? throw new UsageException($"--board {name} is not known. Known boards: {Names()}.");
        if (board.Chip == chip) return board;
        throw new UsageException($"--board {board.Name} has an {board.Chip.ToString().ToUpperInvariant()}: say --chip too.");
    }

    private static string Names() => string.Join(", ", KnownBoards.All.Select(board => board.Name));

    private static async Task<int> ServeAsync(
        Board board, IPEndPoint listen, ChipModelOptions options, ChannelOptions channel, int seed, bool asJson)
    {
        using var interruption = new Interruption();
        var ether = new SimulatedEther(channel, TimeProvider.System, new Random(seed))
        {
            OnFrame = (frame, isWhole) => PhysicalEther.Tell(frame, isWhole, asJson),
        };
        await using var server = ChipServer.Start(
            ether, listen, board, options, TimeProvider.System, what => PhysicalEther.Say("host", what, asJson));
        var pins = $"CS {BoardPins.ChipSelectOf(board)}, RST {board.Reset}, interrupt {board.Interrupt}"
            + (board.Busy is { } busy ? $", BUSY {busy}" : "");
        if (!asJson)
        {
            Console.WriteLine($"{board.Chip.ToString().ToUpperInvariant()} chips on {server.Endpoint} ({pins}). Ctrl-C ends it.");
        }
        else
        {
            Console.Out.Write(JsonLine.Write(json =>
            {
                json.WriteString("event", "listening");
                json.WriteString("address", server.Endpoint.ToString());
                json.WriteString("board", board.Name);
                json.WriteNumber("seed", seed);
            }));
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, interruption.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        return ExitCodes.Done;
    }
}
