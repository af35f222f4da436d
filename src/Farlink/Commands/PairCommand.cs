using System.CommandLine;
using Farlink.Keys.Pairing;
using Farlink.Output;
using Farlink.Protocol.Session;

namespace Farlink.Commands;

/// <summary>
/// <c>farlink pair</c> and <c>farlink unpair</c>: who a base lets in, and whom a site trusts. By files: an offer travels from the
/// site to the base, its answer back, and a person compares fingerprints.
/// </summary>
internal static class PairCommand
{
    public static Command Create()
    {
        var command = new Command(
            "pair",
            "Enrol a site with a base: each learns the other's key. Alone it pairs over the air: start it at both ends within "
            + "two minutes, compare the six digits, and say yes at both. Stop the services first; they have the radio.\n\n"
            + "Example: farlink pair -c farlink.toml")
        {
            CreateOffer(), CreateAccept(), CreateList(), CreateBulk(), RekeyCommand.Create(),
        };
        PairAirCommand.AddTo(command);
        return command;
    }

    public static Command CreateUnpair()
    {
        var file = ConfigCommand.FileOption();
        var name = new Argument<string>("NAME") { Description = "Name of the other end, or its link id" };
        var command = new Command(
            "unpair",
            "End a pairing for good: the other end's next frame is refused. Running services take notice by themselves.\n\n"
            + "Example: farlink unpair barn -c farlink.toml")
        {
            name, file,
        };
        command.SetAction(parsed =>
        {
            using var end = PairingEnd.Open(parsed.GetValue(file)!);
            var ended = end.Folder.End(parsed.GetValue(name)!);
            Console.WriteLine($"{ended.Peer(end.Role).ShownName} (link {ended.Link}) is no longer paired: its key is refused.");
            Console.WriteLine("To let it in again, pair it again.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateOffer()
    {
        var file = ConfigCommand.FileOption();
        var output = Options.Optional<string>("--output", "File to write; default NAME.offer.json");
        var command = new Command(
            "offer",
            "At the site: write who it is into a file for the base, and print the fingerprint to compare there. The site's key "
            + "is made if there is none yet.\n\nExample: farlink pair offer -c farlink.toml --output barn.offer.json")
        {
            file, output,
        };
        command.SetAction(parsed =>
        {
            using var end = PairingEnd.Open(parsed.GetValue(file)!);
            if (end.Role != LinkRole.Site)
                throw new UsageException("An offer is made at the site; the base answers it with: farlink pair accept FILE");
            using var element = end.OpenElement(create: true);
            var offer = new PairingOffer(end.Own(element));
            var path = parsed.GetValue(output) ?? $"{end.Name}.offer.json";
            offer.Write(path);
            Console.WriteLine($"{path}: take it to the base, and there: farlink pair accept {path}");
            Console.WriteLine($"Fingerprint: {offer.Fingerprint}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateAccept()
    {
        var offer = new Argument<string>("FILE") { Description = "The offer of a site, or the answer of a base" };
        var file = ConfigCommand.FileOption();
        var fingerprint = Options.Optional<string>("--fingerprint", "What the other end printed; asked for if left out");
        var output = Options.Optional<string>("--output", "At a base: the answer's file; default NAME.answer.json");
        var replace = Options.Of("--replace", "End an older pairing of that name, link or key", false);
        var command = new Command(
            "accept",
            "Take the offer of a site, at its base, and write the answer; or take the answer, at the site. Nothing is kept "
            + "unless the fingerprint is the one that the other end printed.\n\n"
            + "Example: farlink pair accept barn.offer.json -c farlink.toml --output barn.answer.json\n"
            + "Example: farlink pair accept barn.answer.json -c farlink.toml")
        {
            offer, file, fingerprint, output, replace,
        };
        command.SetAction(parsed =>
        {
            using var end = PairingEnd.Open(parsed.GetValue(file)!);
            var path = parsed.GetValue(offer)!;
            var received = PairingOffer.Read(path);
            if (received.End.Role == end.Role)
                throw new PairingException($"{path} is of a {Words(end.Role)}, and this is one too: a site pairs with a base.");
            using var element = end.OpenElement(create: end.Role == LinkRole.BaseStation);
            var own = end.Own(element);
            if (end.Role == LinkRole.Site) CheckAnswer(received, own, path);
            var link = end.Role == LinkRole.Site ? received.Link!.Value : end.LinkFor(received.End.Name);
            var record = PairingRecord.Make(link, own, received.End, element);
            end.Folder.Check(record, parsed.GetValue(replace));
            Confirm(received, parsed.GetValue(fingerprint));
            end.Folder.Add(end.Placed(record), parsed.GetValue(replace));
            Tell(end, record, received, parsed.GetValue(output));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateList()
    {
        var file = ConfigCommand.FileOption();
        var json = Options.Of("--json", "Print one JSON object", false);
        var command = new Command("list", "Show pairings: link, name, key.\n\nExample: farlink pair list -c farlink.toml")
        {
            file, json,
        };
        command.SetAction(parsed =>
        {
            var end = PairingEnd.Open(parsed.GetValue(file)!);
            var records = end.Folder.Load();
            Console.Out.Write(
                parsed.GetValue(json) ? PairingTable.ToJson(records, end.Role) : PairingTable.ToText(records, end.Role));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateBulk()
    {
        var list = new Argument<string>("CSV") { Description = "Lines of: offer file, fingerprint" };
        var file = ConfigCommand.FileOption();
        var output = Options.Required<string>("--output", "Folder for the answers");
        var replace = Options.Of("--replace", "End older pairings of those names or keys", false);
        var command = new Command(
            "bulk",
            "At the base: take many offers at once. A line has the offer's file, relative to the list, and the fingerprint that "
            + "the site printed. All are checked before the first is kept.\n\n"
            + "Example: farlink pair bulk sites.csv -c farlink.toml --output answers")
        {
            list, file, output, replace,
        };
        command.SetAction(parsed =>
        {
            using var end = PairingEnd.Open(parsed.GetValue(file)!);
            return PairBulk.Run(end, parsed.GetValue(list)!, parsed.GetValue(output)!, parsed.GetValue(replace));
        });
        return command;
    }

    private static void CheckAnswer(PairingOffer answer, PairedEnd own, string path)
    {
        if (answer.Link is null || answer.For is null)
            throw new PairingException($"{path} is no answer to a site's offer. Make one at the base: farlink pair accept FILE");
        var ours = new PairingOffer(own).Fingerprint;
        if (!Fingerprint.IsSame(ours, answer.For))
            throw new PairingException($"{path} answers another offer ({answer.For}) than this site's ({ours}). Offer again.");
    }

    private static void Confirm(PairingOffer received, string? typed)
    {
        if (typed is null)
        {
            if (Console.IsInputRedirected)
                throw new UsageException("Give the fingerprint that the other end printed with --fingerprint.");
            Console.Error.WriteLine($"{Words(received.End.Role)} {Protocol.Text.Printable.Escape(received.End.Name)}");
            Console.Error.Write("Type the fingerprint that the other end printed: ");
            typed = Console.ReadLine() ?? "";
        }

        if (Fingerprint.IsSame(received.Fingerprint, typed)) return;
        throw new PairingException(
            "The fingerprints differ: the file is not the one that the other end wrote. Nothing was kept. Carry it again, by "
            + "another way.");
    }

    private static void Tell(PairingEnd end, PairingRecord record, PairingOffer received, string? output)
    {
        if (end.Role == LinkRole.Site)
        {
            Console.WriteLine(
                $"Paired with {record.BaseStation.ShownName} as link {record.Link}. "
                + $"Start: {StartWords.Of(end.Role, end.ConfigPath)}");
            return;
        }

        var answer = PairingEnd.Answer(record, received);
        var path = output ?? $"{record.Site.Name}.answer.json";
        answer.Write(path);
        Console.WriteLine(
            $"Paired with {record.Site.ShownName} as link {record.Link}. A running base takes it in at its next start.");
        var shown = Protocol.Text.Printable.Escape(path);
        Console.WriteLine($"{shown}: take it to the site, and there: farlink pair accept {shown}");
        Console.WriteLine($"Fingerprint: {answer.Fingerprint}");
    }

    private static string Words(LinkRole role) => role == LinkRole.Site ? "site" : "base";
}
