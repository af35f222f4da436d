using Farlink.Commands;
using Farlink.Host.Doctor;
using Farlink.Output;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Runtime.Link;
using Farlink.Storage;

namespace Farlink.Doctor;

/// <summary>The durable queues and the airtime ledger: read from a copy, whether the service runs or not.</summary>
internal static class StoreChecks
{
    private const double MostShareOfAirtime = 0.9;
    private const int MostWaiting = 1000;
    private static readonly Duration LongestWait = Duration.FromSeconds(3600);

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("disk.store", "The store is whole",
            "a copy of link.store, and damaged ones that were set aside beside it",
            "sudo systemctl restart farlink-site: it sets a damaged store aside", StoreAsync),
        ProgramCheck.Of("link.airtime", "Airtime is left", "the ledger in the store",
            "sudo farlink airtime --ledger -c /etc/farlink/farlink.toml", Airtime),
        ProgramCheck.Of("link.backlog", "Messages do not pile up", "the outbox in the store",
            "the other end: is it up, in range, and paired? sudo farlink airtime --ledger -c /etc/farlink/farlink.toml", Backlog),
    ];

    /// <summary>A finding where there is no store to look at.</summary>
    private static Finding? NoStore(ProgramContext context) => File.Exists(context.Subject.StorePath)
        ? null : Finding.Skip($"there is no {context.Subject.StorePath} yet, or this user may not see it");

    /// <summary>A finding where no messages are kept.</summary>
    private static Finding? NoQueue(ProgramContext context) => context.Config.Link.IsNative
        ? NoStore(context) : Finding.Skip("radiohead mode keeps no messages");

    private static string Waiting(int messages) => Counted.Of(messages, "message waits", "messages wait");

    private static async Task<Finding> StoreAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (NoStore(context) is { } none) return none;
        var path = context.Subject.StorePath;
        var stranger = await context.StrangerAsync(file => file.StartsWith(path, StringComparison.Ordinal), cancellationToken);
        if (stranger is not null) return stranger;
        try
        {
            var (image, _) = SqliteStore.Peek(path);
            return SqliteStore.SetAside(path) is [var damaged, ..]
                ? Finding.Warn(
                    $"a damaged store was set aside: {damaged}; messages may still be in it",
                    $"sudo cp -a {damaged} ~ && sudo rm {damaged}")
                : Finding.Ok($"{path}: {Waiting(image.Outbox.Count)}");
        }
        catch (StoreException failure)
        {
            return Finding.Fail(failure.Message, $"sudo systemctl restart {context.Subject.Unit}");
        }
        catch (UnauthorizedAccessException)
        {
            return Finding.Skip(
                $"this user may not read {path}", $"sudo farlink doctor -c {context.Subject.ConfigPath} --only disk.store");
        }
    }

    private static Finding Airtime(ProgramContext context)
    {
        if (NoQueue(context) is { } none) return none;
        try
        {
            var ledger = LedgerCommand.Ledger(context.Config);
            if (!ledger.Limit.IsLimited) return Finding.Ok("nothing limits the airtime of this channel");
            var share = (double)ledger.Used.Nanoseconds / ledger.Limit.Budget.Nanoseconds;
            var saw = $"{ScenarioText.Span(ledger.Used)} of {ScenarioText.Span(ledger.Limit.Budget)} used in the last hour";
            return share > MostShareOfAirtime
                ? Finding.Warn($"{saw}: messages wait", $"farlink airtime --ledger -c {context.Subject.ConfigPath}")
                : Finding.Ok(saw);
        }
        catch (Exception failure) when (failure is StoreException or UnauthorizedAccessException)
        {
            return Finding.Skip("the store cannot be read: see disk.store");
        }
    }

    private static Finding Backlog(ProgramContext context)
    {
        if (NoQueue(context) is { } none) return none;
        try
        {
            var (image, saved) = SqliteStore.Peek(context.Subject.StorePath);
            if (image.Outbox.Count == 0) return Finding.Ok("no message waits");
            var now = StoreClock.Continue(image, saved, BootTimeProvider.Instance).Now;
            var oldest = image.Outbox.Max(row => now - row.Accepted);
            var saw = $"{Waiting(image.Outbox.Count)}, the oldest for {ScenarioText.Span(oldest)}";
            return image.Outbox.Count > MostWaiting || oldest > LongestWait
                ? Finding.Warn(
                    saw, $"is the other end up, in range and paired? farlink airtime --ledger -c {context.Subject.ConfigPath}")
                : Finding.Ok(saw);
        }
        catch (Exception failure) when (failure is StoreException or UnauthorizedAccessException)
        {
            return Finding.Skip("the store cannot be read: see disk.store");
        }
    }
}
