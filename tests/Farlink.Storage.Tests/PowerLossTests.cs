using System.Text;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Storage.Tests;

/// <summary>
/// The real store on a disk that loses what was not flushed: the power fails at each write and each flush in turn. Ending a
/// process does not show this, for what it wrote the system still has.
/// </summary>
public sealed class PowerLossTests
{
    [Theory]
    [InlineData(Survival.None)]
    [InlineData(Survival.All)]
    [InlineData(Survival.Some)]
    public void Store_PowerFailsAtEachWriteAndFlush_KeepsWhatWasCommittedAndNothingHalf(Survival survival)
    {
        var points = 0;
        while (Run(points, survival)) points++;
        Assert.True(points > 100, $"only {points} points");
    }

    [Fact]
    public void Disk_FlushThatIsALie_IsSeen()
    {
        // The check must be able to fail: with a disk that says it flushed and did not, it does.
        using var power = new Bench();
        power.Disk.IgnoresFlush = true;
        var (committed, _) = power.Work();
        power.Disk.Restart(Survival.None, new Random(1));
        Assert.NotEqual(Bench.Expected(committed), Found(power));
    }

    private static string Found(Bench power)
    {
        try
        {
            return power.Reopened();
        }
        catch (StoreException damaged)
        {
            return damaged.Message;
        }
    }

    /// <summary>Loses power at one operation; false if the work was done before.</summary>
    private static bool Run(int failAt, Survival survival)
    {
        using var power = new Bench();
        power.Disk.FailAt = failAt;
        var (committed, hasFailed) = power.Work();
        power.Disk.Restart(survival, new Random(failAt));
        var found = power.Reopened();

        // What was under way when the power failed may be there, all of it, or not at all.
        Assert.True(
            found == Bench.Expected(committed) || (hasFailed && found == Bench.Expected(committed + 1)),
            $"at operation {failAt}, {committed} commits done, the store has\n{found}\nnot\n{Bench.Expected(committed)}");
        return hasFailed;
    }

    private sealed class Bench : IDisposable
    {
        private static readonly IReadOnlyList<CommitRequest> Requests = [.. Enumerable.Range(1, 12).Select(Request)];
        private readonly string _folder = Directory.CreateTempSubdirectory("farlink-power-").FullName;

        public Bench() => Disk = PowerLossVfs.Mount(_folder);

        public PowerLossDisk Disk { get; }

        public string File => Path.Combine(_folder, "store.db");

        /// <summary>What the store holds after so many commits, as the simulated disk sees it.</summary>
        public static string Expected(int commits)
        {
            var disk = new SimulatedDisk(1);
            foreach (var request in Requests.Take(commits)) disk.Commit([request]);
            return Text(disk.Load());
        }

        /// <summary>Commits; in the middle the program is stopped and started again, which folds the log into the file.</summary>
        public (int Committed, bool HasFailed) Work()
        {
            var committed = 0;
            try
            {
                foreach (var half in Requests.Chunk(6))
                {
                    using var store = SqliteStore.Open(File);
                    foreach (var request in half)
                    {
                        store.Commit([request]);
                        committed++;
                    }
                }

                return (committed, false);
            }
            catch (StoreException)
            {
                Assert.True(Disk.IsOff);
                return (committed, true);
            }
        }

        public string Reopened()
        {
            using var store = SqliteStore.Open(File);
            return Text(store.Load());
        }

        public void Dispose()
        {
            PowerLossVfs.Unmount(_folder);
            Directory.Delete(_folder, recursive: true);
        }

        private static CommitRequest Request(int number)
        {
            var message = new MqttMessage { Topic = $"t/{number}", Payload = new byte[200 * number] };
            var row = new OutboxRow { Row = 2 * number, Link = 1, Message = message, Accepted = new Instant(number) };
            var arrived = new InboxRow
            {
                Row = (2 * number) + 1,
                Link = 1,
                PeerStore = 9,
                StreamId = number,
                Message = message,
            };
            List<StoreOperation> operations =
            [
                new StoreOperation.Accept(row), new StoreOperation.Give(1, number, row.Row),
                new StoreOperation.Receive(1, 9, number, arrived),
                new StoreOperation.Airtime([new LedgerEntry(new Instant(number), new Duration(5))], new Duration(number)),
            ];
            if (number % 3 == 0)
                operations.AddRange([new StoreOperation.Free(1, number - 1), new StoreOperation.Published(arrived.Row - 2)]);
            return new CommitRequest(number, new Instant(number), operations);
        }

        private static string Text(StoreImage image)
        {
            var text = new StringBuilder();
            foreach (var row in image.Outbox) text.Append($"out {row.Row} {row.StreamId} {row.Message.SizeOctets}; ");
            foreach (var row in image.Inbox) text.Append($"in {row.Row} {row.StreamId} {row.Message.SizeOctets}; ");
            foreach (var link in image.Links) text.Append($"{link}; ");
            foreach (var entry in image.Ledger) text.Append($"air {entry.Start.Nanoseconds} {entry.Airtime.Nanoseconds}; ");
            return text.Append($"lease {image.Lease.Nanoseconds} time {image.Time.Nanoseconds} next {image.NextRow}").ToString();
        }
    }
}
