using System.Globalization;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Radios.Boards;

namespace Farlink.Setup;

/// <summary>Asks for the radio: a board on this host, by name, number or because it answers, or the URI of another one.</summary>
/// <param name="context">The host.</param>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="before">What this end had before, its URI and board: the default; null: nothing that could be named.</param>
internal sealed class RadioQuestions(
    InitContext context, IQuestions ask, InitGiven given, (string Uri, string? Board)? before)
{
    private const string Flags = "--board NAME or --radio URI";

    /// <summary>The URI, and the board if it is a chip.</summary>
    /// <exception cref="UsageException">It cannot be known.</exception>
    public async Task<(string Uri, string? Board)> AskAsync(CancellationToken stop)
    {
        if (given.Board == AnswerRules.Auto) return Of((await OnlyBoardAsync(stop)).Name);
        if (given.Radio is { } uri) return (uri, given.Board ?? (IsLocalChip(uri) ? await AskBoardAsync(stop) : null));
        if (given.Board is { } name) return Of(name);
        var answer = await AskAnyAsync(stop);
        return before is { } same && answer == Usual ? same : Of(answer);
    }

    /// <summary>What it had before, as a person would type it.</summary>
    private string? Usual => before is not { } known ? null : IsLocalChip(known.Uri) ? known.Board : known.Uri;

    private static (string Uri, string? Board) Of(string nameOrUri) => KnownBoards.Find(nameOrUri) is { } board
        ? ($"{board.Chip.ToString().ToLowerInvariant()}:", board.Name) : (nameOrUri, null);

    private static bool IsLocalChip(string uri) => RadioUri.TryParse(uri, out var radio, out _) && radio is RadioUri.Local;

    private async Task<Board> OnlyBoardAsync(CancellationToken stop)
    {
        var found = await context.FindBoardsAsync(stop);
        return found.Count == 1 ? found[0] : throw new UsageException(found.Count == 0
            ? "--board auto: no known board answers. farlink radio probe says why; docs/hardware.md what each board needs."
            : $"--board auto: more than one answers: {string.Join(", ", found.Select(board => board.Name))}. Name one.");
    }

    private async Task<string> AskBoardAsync(CancellationToken stop)
    {
        var found = await ShowAsync(stop);
        var answer = ask.Ask(new Question("LoRa board, by name or number", "--board")
        {
            Default = found,
            Refuse = text => Resolve(text) is { } known && KnownBoards.Find(known) is not null ? null : AnswerRules.Board(text),
        });
        return Resolve(answer)!;
    }

    private async Task<string> AskAnyAsync(CancellationToken stop)
    {
        var found = await ShowAsync(stop);
        const string Text = "LoRa board, by name or number; or the URI of another radio (rnode:/dev/ttyUSB0)";
        var answer = ask.Ask(new Question(Text, Flags)
        {
            Default = Usual ?? found,
            Refuse = text =>
            {
                var known = Resolve(text);
                if (known is null) return $"1 to {KnownBoards.All.Count}";
                return KnownBoards.Find(known) is not null ? null
                    : IsLocalChip(known) ? "a chip needs its board: name that" : AnswerRules.Radio(known);
            },
        });
        return Resolve(answer)!;
    }

    /// <summary>Lists the boards, and which of them answer; the only one that does is the default.</summary>
    private async Task<string?> ShowAsync(CancellationToken stop)
    {
        if (!ask.CanAsk) return null;
        var found = await LookAsync(stop);
        for (var i = 0; i < KnownBoards.All.Count; i++)
        {
            var board = KnownBoards.All[i];
            ask.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"  {i + 1} {board.Name}: {board.Title}{(found.Contains(board) ? "  <- answers" : "")}"));
        }

        return found.Count == 1 ? found[0].Name : null;
    }

    private async Task<IReadOnlyList<Board>> LookAsync(CancellationToken stop)
    {
        if (!context.HasSpi)
        {
            ask.Say("There is no SPI here, on which a LoRa HAT would be. On a Raspberry Pi: sudo raspi-config nonint do_spi 0");
            return [];
        }

        // Lines that are outputs on one board may be inputs on another.
        var may = ask.Confirm(new Question(
            "Look which board answers? Lines of the header are switched: take everything else off it first", "--board")
        {
            Default = "y",
        });
        return may ? await context.FindBoardsAsync(stop) : [];
    }

    /// <summary>A number becomes the board's name; null if there is none of it.</summary>
    private static string? Resolve(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return text;
        return number >= 1 && number <= KnownBoards.All.Count ? KnownBoards.All[number - 1].Name : null;
    }
}
