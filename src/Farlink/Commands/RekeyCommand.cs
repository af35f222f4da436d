using System.CommandLine;
using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Commands;

/// <summary><c>farlink pair rekey</c>: a paired site goes on with another key, without anybody going to the base.</summary>
internal static class RekeyCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var file = ConfigCommand.FileOption();
        var element = Options.Optional<string>(
            "--element", $"The new key: {SecureElements.Forms}; default a new file beside the old one");
        var wait = Options.Span("--wait", "How long to wait until it works", TimeSpan.FromSeconds(60));
        var command = new Command(
            "rekey",
            "At a paired site: go on with another key. The running site tells its base inside a session; the old key stays "
            + "good until "
            + "a session with the new one works, and is refused from then on. Interrupted, it goes on at the next start.\n\n"
            + "Example: farlink pair rekey -c farlink.toml")
        {
            file, element, wait,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var end = PairingEnd.Open(parsed.GetValue(file)!);
            return await RunAsync(end, parsed.GetValue(element), parsed.GetValue(wait), stop);
        });
        return command;
    }

    /// <summary>Asks the running site to go on with another key.</summary>
    /// <param name="end">The site.</param>
    /// <param name="uri">The new key; null: a new file beside the old one, or the one asked for before.</param>
    /// <returns>The new key.</returns>
    /// <exception cref="UsageException">This end cannot be given another key.</exception>
    /// <exception cref="PairingException">It is not paired, or has that key already.</exception>
    public static string Ask(PairingEnd end, string? uri)
    {
        if (end.Role != LinkRole.Site)
            throw new UsageException("A site is given another key; with another key of a base all its sites pair again.");
        if (end.Folder.Load().Count == 0) throw new PairingException("This site is not paired: there is no key to replace.");
        var request = new RekeyRequest(end.Folder);
        var wanted = uri is not null ? SecureElements.Resolve(uri, Directory.GetCurrentDirectory())
            : request.Element ?? NewKey(end);
        if (IsInForce(end, PointOf(wanted)))
            throw new PairingException($"{SecureElements.Shown(wanted)} is the key that is in use.");
        request.Make(wanted);

        // The running site reads it while this end waits.
        end.Settle();
        return wanted;
    }

    private static async Task<int> RunAsync(PairingEnd end, string? uri, TimeSpan patience, CancellationToken stop)
    {
        var wanted = Ask(end, uri);
        var point = PointOf(wanted);
        Console.Error.WriteLine("The running site tells its base, and tries the new key. Waiting..");
        for (var waited = TimeSpan.Zero; waited < patience; waited += LookEvery)
        {
            await Task.Delay(LookEvery, stop);
            if (!IsInForce(end, point)) continue;
            Console.WriteLine($"{SecureElements.Shown(wanted)} is the key of this site now; the one before is refused.");
            return ExitCodes.Done;
        }

        Console.WriteLine(
            "It is under way still: the site does not run, its base was not reached, or does not take it; its log says which. "
            + "The old "
            + "key is good until the new one works.");
        return ExitCodes.Failed;
    }

    private static byte[] PointOf(string uri)
    {
        using var element = SecureElements.Open(uri);
        return element.PublicKey.ToArray();
    }

    private static bool IsInForce(PairingEnd end, ReadOnlySpan<byte> point)
    {
        foreach (var record in end.Folder.Load())
            if (record.Site.Point.Span.SequenceEqual(point)) return true;
        return false;
    }

    /// <summary>A new key beside the one in use: site.key.2.pem after site.key.pem.</summary>
    private static string NewKey(PairingEnd end)
    {
        if (SecureElements.FileOf(end.Element) is not { } current)
            throw new UsageException("The key is not in a file: make another one where it is, and name it with --element.");
        var folder = Path.GetDirectoryName(current)!;
        var name = Path.GetFileNameWithoutExtension(current);
        var dot = name.LastIndexOf('.');
        if (dot > 0 && name[(dot + 1)..].All(char.IsAsciiDigit)) name = name[..dot];
        for (var number = 2; ; number++)
        {
            var file = Path.Combine(folder, $"{name}.{number}.pem");
            if (File.Exists(file)) continue;
            end.MakeKey(file);
            return $"file:{file}";
        }
    }
}
