using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary>Takes many offers at once at a base: all are checked before the first is kept.</summary>
internal static class PairBulk
{
    private const int MostLines = 255;

    /// <summary>Takes them.</summary>
    /// <param name="end">The base.</param>
    /// <param name="list">Lines of: offer file, fingerprint. Empty lines and those with # are comments.</param>
    /// <param name="output">Folder for the answers.</param>
    /// <param name="replace">Whether older pairings are ended for them.</param>
    public static int Run(PairingEnd end, string list, string output, bool replace)
    {
        if (end.Role != LinkRole.BaseStation) throw new UsageException("Offers are taken at the base.");
        using var element = end.OpenElement(create: true);
        var own = end.Own(element);
        var offers = Read(list);
        foreach (var offer in offers)
            end.Folder.Check(PairingRecord.Make(end.LinkFor(offer.End.Name), own, offer.End, element), replace);
        Directory.CreateDirectory(output);
        foreach (var offer in offers)
        {
            var record = PairingRecord.Make(end.LinkFor(offer.End.Name), own, offer.End, element);
            end.Folder.Add(record, replace);
            var answer = PairingEnd.Answer(record, offer);
            var path = Path.Combine(output, $"{record.Site.Name}.answer.json");
            answer.Write(path);
            Console.WriteLine(
                $"link {record.Link} {record.Site.ShownName}: {Printable.Escape(path)}, fingerprint {answer.Fingerprint}");
        }

        return ExitCodes.Done;
    }

    private static List<PairingOffer> Read(string list)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(list))!;
        List<PairingOffer> offers = [];
        var number = 0;
        foreach (var line in File.ReadLines(list))
        {
            number++;
            if (line.AsSpan().Trim() is { IsEmpty: true } or ['#', ..]) continue;
            var comma = line.LastIndexOf(',');
            if (comma < 0) throw At("a line has an offer's file, a comma, and its fingerprint.");
            var offer = PairingOffer.Read(Path.GetFullPath(line[..comma].Trim().Trim('"'), folder));
            if (offer.End.Role != LinkRole.Site) throw At("this is the offer of a base.");
            if (!Fingerprint.IsSame(offer.Fingerprint, line[(comma + 1)..]))
                throw At($"the fingerprint of {line[..comma].Trim()} is another one. Nothing was kept.");
            if (offers.Exists(other => IsSame(other.End, offer.End)))
                throw At($"{offer.End.ShownName} or its key is here twice.");
            offers.Add(offer);
            if (offers.Count > MostLines) throw At($"more than {MostLines} sites: a base serves no more.");
        }

        if (offers.Count == 0) throw new PairingException($"{list} has no line with an offer.");
        return offers;
        PairingException At(string what) => new($"{list}:{number}: {what}");
    }

    private static bool IsSame(PairedEnd one, PairedEnd other) =>
        one.Name == other.Name || one.Point.Span.SequenceEqual(other.Point.Span);
}
