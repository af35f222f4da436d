using System.CommandLine;
using Farlink.Configuration;
using Farlink.Output;
using Farlink.Radios;
using Farlink.Radios.Boards;

namespace Farlink.Commands;

/// <summary><c>farlink radio probe</c>: is the chip there?</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var radio = Options.Of("--radio", "sx1276:, sx1262:, or spi-tcp://HOST:PORT; default any chip on this host", "");
        var board = Options.Optional<string>("--board", "The board; default all that are known, one after the other");
        var config = Options.Optional<string>("--config", "A configuration: its [radio] says chip, board and pins");
        config.Aliases.Add("-c");
        var json = Options.Of("--json", "Print one JSON object a board", false);
        var command = new Command(
            "probe",
            "Reset the chip of a board and say what it answers; without --board every known board is tried, each with its own "
            + "chip select and reset lines as outputs: take other things off the header first. It transmits nothing.\n\n"
            + "Example: farlink radio probe --board dragino-lora-gps-hat")
        {
            radio, board, config, json,
        };
        command.SetAction((parsed, stop) =>
        {
            var asJson = parsed.GetValue(json);
            return parsed.GetValue(config) is { } path ? RunAsync([Configured(path)], asJson, stop)
                : RunAsync(Named(parsed.GetValue(radio)!, parsed.GetValue(board), asJson), asJson, stop);
        });
        return command;
    }

    /// <summary>The known boards whose chip answers on this host.</summary>
    public static async Task<IReadOnlyList<Board>> FindAsync(CancellationToken stop)
    {
        List<Board> found = [];
        foreach (var board in KnownBoards.All)
            if (await TryAsync(new RadioUri.Local(board.Chip, board), stop) is null) found.Add(board);
        return found;
    }

    /// <summary>The chip of a configuration, with its own pins.</summary>
    private static RadioUri Configured(string path)
    {
        var (radio, problems) = ConfigLoader.LoadRadio(path, Environment.GetEnvironmentVariables());
        var uri = radio?.Uri ?? throw new ConfigException(problems);
        return uri is RadioUri.IChip { Board: not null } ? uri
            : throw new UsageException(
                $"--config {path}: its radio.uri is {uri}; a chip is meant, sx1276:, sx1262: or spi-tcp://.");
    }

    /// <summary>The chip of a board, or of every board.</summary>
    private static List<RadioUri> Named(string text, string? name, bool asJson)
    {
        RadioUri? wanted = null;
        if (text.Length > 0 && (!RadioUri.TryParse(text, out wanted, out var problem) || wanted is not RadioUri.IChip))
            throw new UsageException($"--radio {text}: a chip is meant, sx1276:, sx1262: or spi-tcp://HOST:PORT.");
        IReadOnlyList<Board> boards = name is null ? KnownBoards.All : [KnownBoards.Find(name)
            ?? throw new UsageException(
                $"--board {name} is not known. Known boards: {string.Join(", ", KnownBoards.All.Select(one => one.Name))}.")];
        if (wanted is RadioUri.Local local) boards = [.. boards.Where(one => one.Chip == local.Named)];
        if (boards.Count == 0) throw new UsageException($"--board {name} has another chip than {text} names: leave --radio out.");
        if (!asJson && name is null && wanted is not RadioUri.Remote)
        {
            Console.WriteLine(
                $"Trying {boards.Count} boards. Lines that are outputs on one board may be inputs on yours: name it with --board "
                + "if you know it.");
        }

        return [.. boards.Select(board =>
            wanted is RadioUri.Remote remote ? remote.On(board) : new RadioUri.Local(board.Chip, board))];
    }

    private static async Task<int> RunAsync(IReadOnlyList<RadioUri> chips, bool asJson, CancellationToken stop)
    {
        var found = 0;
        foreach (var chip in chips)
        {
            var failure = await TryAsync(chip, stop);
            if (failure is null) found++;
            Tell(((RadioUri.IChip)chip).Board!, failure, asJson);
        }

        if (!asJson && found == 0)
        {
            Console.WriteLine($"No radio answers. {DocumentationPages.Hardware} says what each board needs and what to look at.");
        }

        return found > 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<string?> TryAsync(RadioUri uri, CancellationToken stop)
    {
        try
        {
            await using var radio = await uri.OpenAsync(0, "probe", TimeProvider.System, stop);
            return null;
        }
        catch (RadioException failure)
        {
            return failure.Message;
        }
    }

    private static void Tell(Board board, string? failure, bool asJson)
    {
        if (!asJson)
        {
            Console.WriteLine(failure is null
                ? $"found    {board.Name}: {board.Chip.ToString().ToUpperInvariant()} answers ({board.Title})"
                : $"not here {board.Name}: {failure}");
            return;
        }

        Console.Out.Write(JsonLine.Write(json =>
        {
            json.WriteString("board", board.Name);
            json.WriteBoolean("found", failure is null);
            if (failure is not null) json.WriteString("why", failure);
        }));
    }
}
