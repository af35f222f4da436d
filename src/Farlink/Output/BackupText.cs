using System.Globalization;
using System.Text;
using Farlink.Backup;
using Farlink.Doctor;
using Farlink.Keys.Backup;
using Farlink.Protocol.Session;
using Farlink.Protocol.Text;

namespace Farlink.Output;

/// <summary>Backups and restores for people. A backup's words are another host's: they are escaped.</summary>
internal static class BackupText
{
    private const int Kibi = 1024;

    /// <summary>A backup was made.</summary>
    public static string Made(string path, long octets, BackupManifest manifest)
    {
        var text = new StringBuilder();
        var files = Counted.Of(manifest.Files.Count, "file");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Printable.Escape(path)}: {files} of {End(manifest)}, {Size(octets)}, encrypted\n");
        NotIncluded(text, manifest);
        text.Append("Without the passphrase nobody can read it, you neither: keep that elsewhere than the backup.\n");
        text.Append("See what is in it, and whether it is whole: farlink restore FILE --list\n");
        return text.ToString();
    }

    /// <summary>What is in a backup.</summary>
    public static string Content(BackupManifest manifest)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{End(manifest)}, made {manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC in {Printable.Escape(manifest.Folder)}\n");
        foreach (var file in manifest.Files)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {BackupKinds.Word(file.Kind),-14}  {Size(file.Octets),10}  {Printable.Escape(file.Path)}\n");
        }

        NotIncluded(text, manifest);
        return text.ToString();
    }

    /// <summary>That another end is where a backup goes; null if there is none.</summary>
    /// <param name="plan">Where the backup goes.</param>
    /// <param name="other">The end that is there, if it is another one.</param>
    public static string? Instead(RestorePlan plan, string? other) => other is null
        ? null
        : $"{Printable.Escape(plan.Configuration)} is that of {Printable.Escape(other)}, and the backup is of "
            + End(plan.Manifest);

    /// <summary>An end was restored: what that means, and what a person has to know.</summary>
    public static string Restored(RestoreResult result)
    {
        var text = new StringBuilder();
        var plan = result.Plan;
        text.Append(
            CultureInfo.InvariantCulture,
            $"Restored: {End(plan.Manifest)} as of {plan.Manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, "
            + $"{Counted.Of(result.Written, "file")}\n");
        if (result.Aside is { } aside) text.Append($"What was replaced is in {Printable.Escape(aside)}\n");
        if (result.Dropped is { } dropped)
        {
            text.Append("A restore that was interrupted before could not be finished: its list of moves was damaged. ");
            text.Append($"What it had replaced is in {Printable.Escape(dropped)}\n");
        }

        foreach (var damaged in result.Damaged)
        {
            text.Append($"{Printable.Escape(damaged)}, as it was here, is damaged: nothing of it was used");
            text.Append(damaged == plan.Store ? ", and it is kept with what was replaced.\n" : ", and it is left as it is.\n");
        }

        foreach (var list in result.Lists) text.Append($"List of revocations {Printable.Escape(list)}\n");
        Pairings(text, result);
        if (result.Store is { } store)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"The store goes on as a new one. {Counted.Of(store.Outgoing, "message waits", "messages wait")} for the link "
                + $"and {store.Incoming} for the broker; some may arrive twice. {store.Expired} that had a time to live "
                + $"{(store.Expired == 1 ? "is" : "are")} not sent.\n");
            text.Append("What was on the air in the last hour is not known: where airtime is limited, nothing is sent until ");
            text.Append("the hour is over.\n");
        }

        if (plan.IsElsewhere)
        {
            text.Append($"It was in {Printable.Escape(plan.Manifest.Folder)}: where the configuration names that with its ");
            text.Append("whole path, it still does.\n");
        }

        var sudo = InstalledEnd.Sudo(plan.Folder);
        text.Append(
            $"Check: {sudo}farlink config check -c {Printable.Escape(plan.Configuration)}   "
            + $"Start: {StartWords.Of(plan.Role, plan.Configuration)}\n");
        return text.ToString();
    }

    /// <summary>On a new disk nothing tells what was unpaired or given another key since: a person has to.</summary>
    private static void Pairings(StringBuilder text, RestoreResult result)
    {
        foreach (var refused in result.Refused)
            text.Append($"Not paired again: {refused}. That pairing was ended, and stays ended.\n");
        if (result.Paired.Count == 0) return;
        text.Append($"Paired as it was then: {string.Join(", ", result.Paired)}\n");
        text.Append(result.Plan.Role == LinkRole.Site
            ? "If this site has had another key since (farlink pair rekey), its base refuses the old one: pair again.\n"
            : "What was unpaired since and is not known on this disk is paired again: farlink unpair NAME. A site that has had "
                + "another key since has to be paired again.\n");
    }

    private static void NotIncluded(StringBuilder text, BackupManifest manifest)
    {
        foreach (var words in manifest.NotIncluded) text.Append($"Not in it: {Printable.Escape(words)}\n");
    }

    private static string End(BackupManifest manifest) => $"{manifest.Role} {Printable.Escape(manifest.Name)}";

    private static string Size(long octets) => octets < Kibi
        ? string.Create(CultureInfo.InvariantCulture, $"{octets} B")
        : string.Create(CultureInfo.InvariantCulture, $"{(octets + Kibi - 1) / Kibi} KiB");
}
