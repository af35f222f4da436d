using Farlink.Protocol.Airtime;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.RadioHead;
using Farlink.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>The airtime of commands and of RadioHead mode, which is kept in a store too.</summary>
public sealed class KeptLedgerTests : IDisposable
{
    private static readonly Duration Frame = Duration.FromMilliseconds(100);
    private static readonly DutyCycle Limit = DutyCycle.FromPercent(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-ledger-").FullName;
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_NewStore_MaySendAtOnce()
    {
        using var kept = KeptLedger.Open(Store, Limit, _time);
        Assert.Equal(_time.Now(), kept.Ledger.Earliest(_time.Now(), Frame));
    }

    /// <summary>Whoever sends first after a restore must not end the wait for the others.</summary>
    [Fact]
    public void Open_RestoredStore_IsFullAndStaysFull()
    {
        SqliteStore.Open(Store).Dispose();
        StoreRestore.Renew(Store, LinkRole.Site, [], _ => new Dictionary<string, ReadOnlyMemory<byte>>());
        for (var start = 1; start <= 3; start++)
        {
            using var kept = KeptLedger.Open(Store, Limit, _time);
            var wait = kept.Ledger.Earliest(_time.Now(), Frame) - _time.Now();
            Assert.True(wait > Duration.FromSeconds(3500), $"start {start}: {wait.Seconds} s");
            kept.Keep(_time.Now(), Frame);
        }

        var (image, _) = SqliteStore.Peek(Store);
        Assert.Equal(Limit.Budget, image.Ledger[0].Airtime);
        Assert.Equal(Duration.Zero, image.Lease);
    }

    /// <summary>A service that crashed may have used what it had leased.</summary>
    [Fact]
    public void Open_LeaseOfACrashedService_CountsAsUsedAndIsKept()
    {
        var lease = Duration.FromSeconds(2);
        using (var store = SqliteStore.Open(Store))
            store.Commit([new CommitRequest(1, new Instant(5), [new StoreOperation.Airtime([], lease)])]);
        for (var start = 1; start <= 2; start++)
        {
            using var kept = KeptLedger.Open(Store, Limit, _time);
            Assert.Equal(lease, kept.Ledger.Used(_time.Now()));
        }
    }

    private string Store => Path.Combine(_folder, "a.db");
}
