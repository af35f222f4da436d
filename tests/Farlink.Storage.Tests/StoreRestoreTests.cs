using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage.Tests;

/// <summary>A store out of a backup: nothing in it may make something new look old, or something old new.</summary>
public sealed class StoreRestoreTests : IDisposable
{
    private const byte Link = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-restore-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Renew_WhatWaits_GoesAgainUnderNewIdsOfAnotherStore()
    {
        var before = Make(
            new StoreOperation.Accept(Out(1)), new StoreOperation.Accept(Out(2)), new StoreOperation.Give(Link, 1, 1),
            new StoreOperation.Give(Link, 2, null),
            new StoreOperation.KnowPeer(Link, 77), new StoreOperation.Receive(Link, 77, 5, In(3, 5)));

        var restored = StoreRestore.Renew(Store, LinkRole.Site, [], Nothing);

        Assert.Equal(new RestoredStore(2, 1, 0), restored);
        var image = Load();
        Assert.NotEqual(0UL, image.StoreId);
        Assert.NotEqual(before.StoreId, image.StoreId);
        Assert.Equal([(1L, 0L), (2L, 0L)], image.Outbox.Select(row => (row.Row, row.StreamId)));
        Assert.Equal(3, Assert.Single(image.Inbox).Row);
        Assert.Equal(before.NextRow, image.NextRow);
        var link = Assert.Single(image.Links);
        Assert.Equal((0L, 0L, 0UL), (link.HighestGiven, link.Freed, link.Incarnation));
        Assert.Equal((77UL, 5L), (link.PeerStore, link.Committed));
        Assert.False(File.Exists($"{Store}-wal"));
    }

    [Fact]
    public void Renew_TheSameBackupTwice_IsTwoStores()
    {
        Make();
        File.Copy(Store, Store + ".2");
        StoreRestore.Renew(Store, LinkRole.Site, [], Nothing);
        var one = Load().StoreId;
        File.Move(Store + ".2", Store, overwrite: true);
        StoreRestore.Renew(Store, LinkRole.Site, [], Nothing);
        Assert.NotEqual(one, Load().StoreId);
    }

    /// <summary>A command of last week must not run today, however little of its time to live had passed.</summary>
    [Fact]
    public void Renew_MessagesWithATimeToLive_AreToldAndNotSent()
    {
        Make(
            new StoreOperation.Accept(Out(1)),
            new StoreOperation.Accept(Out(2) with { Deadline = new Instant(long.MaxValue - 1) }),
            new StoreOperation.Accept(Out(3) with { Deadline = new Instant(5), Message = Message("$T") }),
            new StoreOperation.KnowPeer(Link, 77),
            new StoreOperation.Receive(Link, 77, 1, In(4, 1) with { Deadline = new Instant(9) }));

        var restored = StoreRestore.Renew(Store, LinkRole.BaseStation, [], Nothing);

        Assert.Equal(new RestoredStore(1, 0, 3), restored);
        var image = Load();
        Assert.Equal(1, Assert.Single(image.Outbox).Row);
        Assert.Empty(image.Inbox);
        Assert.Equal(
            [(5L, "m2", DeadReason.Expired), (6L, "m4", DeadReason.ExpiredInInbox)],
            image.DeadLetters.Select(letter => (letter.Row, letter.Topic, letter.Reason)));
        Assert.All(image.DeadLetters, letter => Assert.Equal("the store was restored from a backup", letter.Words));
        Assert.Equal(7, image.NextRow);
    }

    [Fact]
    public void Renew_WhatCouldMakeANewMessageLookOld_IsForgotten()
    {
        Make(
            new StoreOperation.QosTwoReceived("esp", 5), new StoreOperation.Carried("lamp", 17, new Instant(3)),
            new StoreOperation.KnowPeer(Link, 77), new StoreOperation.Receive(Link, 77, 1, In(1, 1)),
            new StoreOperation.Receive(Link, 77, 2, In(2, 2)), new StoreOperation.QosTwoSending(1, 5000, true),
            new StoreOperation.QosTwoSending(2, 5001, false));

        StoreRestore.Renew(Store, LinkRole.Site, [], Nothing);

        var image = Load();
        Assert.Empty(image.QosTwoReceived);
        Assert.Empty(image.Carried);

        // That the broker has one of them is true for ever.
        Assert.Equal(new StoreOperation.QosTwoSending(1, 5000, true), Assert.Single(image.QosTwoSending));
        Assert.Equal(2, image.Inbox.Count);
    }

    [Fact]
    public void Renew_Ledger_IsFull()
    {
        Make(new StoreOperation.Airtime([new LedgerEntry(new Instant(1), Duration.FromMilliseconds(40))], Duration.Zero));

        StoreRestore.Renew(Store, LinkRole.Site, [], Nothing);

        var image = Load();
        Assert.Empty(image.Ledger);
        Assert.Equal(DutyCycle.Window, image.Lease);
        var limit = DutyCycle.FromPercent(1);
        using var station = new LinkStation(
            new StationOptions { Role = LinkRole.Site, DutyCycle = limit, Links = [Options()] }, image, new NoRandom(),
            image.Time);
        Assert.Equal(limit.Budget, station.AirtimeUsed(image.Time));
        foreach (var airtimeClass in Enum.GetValues<AirtimeClass>())
        {
            var wait = station.NextSlot(image.Time, 20, airtimeClass, Link) - image.Time;
            Assert.True(
                wait > DutyCycle.Window - limit.Budget - Duration.FromSeconds(1), $"{airtimeClass} after {wait.Seconds} s");
        }
    }

    [Fact]
    public void Renew_Clock_GoesOnFromTheLastCommitOnWhateverBoot()
    {
        var before = Make();
        using (var store = SqliteStore.Open(Store)) store.SaveClock(7, 9);
        StoreRestore.Renew(Store, LinkRole.Site, [], Nothing);
        using var restored = SqliteStore.Open(Store);
        Assert.Null(restored.LoadClock());
        Assert.Equal(before.Time, restored.Load().Time);
    }

    [Theory]
    [InlineData(LinkRole.Site, 1_000U + StoreRestore.CountersSkipped, 2_000U)]
    [InlineData(LinkRole.BaseStation, 1_000U, 2_000U + StoreRestore.CountersSkipped)]
    public void Renew_OwnCounters_GoOnFarAheadAndOthersDoNot(LinkRole role, uint hello, uint hint)
    {
        Make(new StoreOperation.Hello(Link, 1_000, 2_000, 6));
        StoreRestore.Renew(Store, role, [], Nothing);
        var link = Assert.Single(Load().Links);
        Assert.Equal((hello, hint, 0), (link.HelloCounter, link.HintCounter, link.Attempts));
    }

    /// <summary>A base takes no hello that is 2^24 ahead (docs/protocol.md §5): the site could never come back.</summary>
    [Fact]
    public void CountersSkipped_BesideWhatABaseTakesInOneStep_IsLittle() =>
        Assert.InRange(StoreRestore.CountersSkipped, 10_000U, (1U << 24) / 16);

    [Fact]
    public void Renew_CountersAtTheirEnd_DoNotGoBackToZero()
    {
        Make(new StoreOperation.Hello(Link, uint.MaxValue - 100, 0, 0));
        StoreRestore.Renew(Store, LinkRole.Site, [], Nothing);
        Assert.True(Assert.Single(Load().Links).HelloCounter > uint.MaxValue - 100);
    }

    [Fact]
    public void Renew_StoreThatKnowsMore_ItsCountersWin()
    {
        Make(new StoreOperation.Hello(Link, 1_000, 2_000, 0), new StoreOperation.Hello(5, 9_000, 9_000, 0));
        var present = new StoreImage
        {
            StoreId = 1,
            Links =
            [
                new LinkRecord { Link = Link, HelloCounter = 3_000, HintCounter = 1_500, PeerStore = 9, Committed = 50 },
                new LinkRecord { Link = 6, HelloCounter = 70, HintCounter = 80 },
            ],
        };

        StoreRestore.Renew(Store, LinkRole.BaseStation, [present], Nothing);

        var skipped = StoreRestore.CountersSkipped;
        Assert.Equal(
            [(Link, 3_000U, 2_000 + skipped), ((byte)5, 9_000U, 9_000 + skipped), ((byte)6, 70U, 80 + skipped)],
            Load().Links.Select(link => (link.Link, link.HelloCounter, link.HintCounter)));
        Assert.All(Load().Links, link => Assert.Equal((0UL, 0L), (link.PeerStore, link.Committed)));
    }

    [Fact]
    public void Renew_WhatIsToBeRemembered_TakesThePlaceOfWhatWas()
    {
        Make(new StoreOperation.Remember("crl", new byte[] { 1 }), new StoreOperation.Remember("crl/4", new byte[] { 2 }));
        StoreRestore.Renew(Store, LinkRole.Site, [], image =>
        {
            Assert.Equal(1, image.Remembered["crl"].Span[0]);
            return new Dictionary<string, ReadOnlyMemory<byte>> { ["crl"] = new byte[] { 7 }, ["time"] = new byte[] { 8 } };
        });
        Assert.Equal(
            "crl 07, crl/4 02, time 08",
            string.Join(", ", Load().Remembered.OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => $"{one.Key} {Convert.ToHexString(one.Value.Span)}")));
    }

    [Fact]
    public void Renew_OfANewerProgram_ChangesNothing()
    {
        Make();
        using (var connection = new SqliteConnection($"Data Source={Store};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<StoreException>(() => StoreRestore.Renew(Store, LinkRole.Site, [], Nothing));
        Assert.Contains("newer farlink", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Store));
    }

    private string Store => Path.Combine(_folder, "a.db");

    private static Dictionary<string, ReadOnlyMemory<byte>> Nothing(StoreImage restored) => [];

    private static LinkOptions Options()
    {
        var key = new byte[PreSharedKey.Size];
        for (var i = 0; i < key.Length; i++) key[i] = (byte)(130 + (i * 37));
        return new LinkOptions { Id = Link, Name = "barn", Identity = new PreSharedKey(key) };
    }

    private static OutboxRow Out(long row) =>
        new() { Row = row, Link = Link, Message = Message($"m{row}"), Accepted = new Instant(row) };

    private static InboxRow In(long row, long id) =>
        new() { Row = row, Link = Link, PeerStore = 77, StreamId = id, Message = Message($"m{row}") };

    private static MqttMessage Message(string topic) => new() { Topic = topic, Payload = new byte[] { 1 } };

    private StoreImage Make(params StoreOperation[] operations)
    {
        using var store = SqliteStore.Open(Store);
        store.Commit([new CommitRequest(1, new Instant(50), operations)]);
        return store.Load();
    }

    private StoreImage Load()
    {
        using var store = SqliteStore.Open(Store);
        return store.Load();
    }

    /// <summary>Nothing is sent in these tests.</summary>
    private sealed class NoRandom : IRandomSource
    {
        public void Fill(Span<byte> octets) => octets.Clear();
    }
}
