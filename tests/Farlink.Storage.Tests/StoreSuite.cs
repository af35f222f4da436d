using System.Text;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Storage.Tests;

/// <summary>What holds for every store. <see cref="Reopened"/> is what survives when the program is gone.</summary>
public abstract class StoreSuite
{
    private long _ticket;

    protected abstract IDurableStore Store { get; }

    protected abstract StoreImage Reopened();

    [Fact]
    public void Load_NewStore_IsEmptyAndHasAnId()
    {
        var image = Reopened();
        Assert.NotEqual(0UL, image.StoreId);
        Assert.Empty(image.Outbox);
        Assert.Equal(1, image.NextRow);
        Assert.Equal(image.StoreId, Reopened().StoreId);
    }

    [Fact]
    public void Accept_EveryField_IsReadBack()
    {
        var row = Row(7) with
        {
            Priority = Priority.Urgent,
            Deadline = new Instant(99),
            NewestOnly = true,
            PadTo = 64,
            Client = "esp",
            ReceiptId = "r1",
            Message = Message("ä") with
            {
                Retain = true,
                Properties = new MessageProperties
                {
                    IsUtf8 = true,
                    ContentType = "text/plain",
                    ResponseTopic = "a/b",
                    CorrelationData = new byte[] { 1, 2 },
                    UserProperties = [new("k", "v"), new("k", "")],
                },
            },
        };
        Commit(new StoreOperation.Accept(row));
        var image = Reopened();
        Assert.Equal(8, image.NextRow);
        Assert.Equal(Text(row), Text(Assert.Single(image.Outbox)));
    }

    [Fact]
    public void Commit_TimeGoingBack_KeepsTheLatest()
    {
        Store.Commit([new CommitRequest(++_ticket, new Instant(500), []), new CommitRequest(++_ticket, new Instant(100), [])]);
        Assert.Equal(new Instant(500), Reopened().Time);
    }

    [Fact]
    public void Give_ThenFree_DeletesWhatThePeerHas()
    {
        Commit(new StoreOperation.Accept(Row(1)), new StoreOperation.Accept(Row(2)), new StoreOperation.Accept(Row(3)));
        Commit(
            new StoreOperation.Give(4, 1, 1), new StoreOperation.Give(4, 2, null), new StoreOperation.Give(4, 3, 2));
        Assert.Equal(3, Reopened().Links.Single().HighestGiven);
        Commit(new StoreOperation.Free(4, 2));
        var image = Reopened();
        Assert.Equal([2L, 3L], image.Outbox.Select(row => row.Row));
        Assert.Equal([3L, 0L], image.Outbox.Select(row => row.StreamId));
        Assert.Equal(2, image.Links.Single().Freed);
    }

    [Fact]
    public void Return_IdsAbove_GoBackToTheQueue()
    {
        Commit(new StoreOperation.Accept(Row(1)), new StoreOperation.Accept(Row(2)));
        Commit(new StoreOperation.Give(4, 1, 1), new StoreOperation.Give(4, 2, 2));
        Commit(new StoreOperation.Return(4, 1));
        var image = Reopened();
        Assert.Equal([1L, 0L], image.Outbox.Select(row => row.StreamId));
        Assert.Equal((1, 1), (image.Links.Single().HighestGiven, image.Links.Single().Freed));
    }

    [Fact]
    public void Receive_WithAndWithoutRow_MovesC()
    {
        Commit(new StoreOperation.KnowPeer(4, ulong.MaxValue));
        Commit(
            new StoreOperation.Receive(4, ulong.MaxValue, 1, In(5, 1)), new StoreOperation.Receive(4, ulong.MaxValue, 2, null));
        var image = Reopened();
        Assert.Equal(2, image.Links.Single().Committed);
        Assert.Equal(ulong.MaxValue, image.Links.Single().PeerStore);
        var row = Assert.Single(image.Inbox);
        Assert.Equal((5L, 1L, ulong.MaxValue, true), (row.Row, row.StreamId, row.PeerStore, row.WantsReceipt));
        Commit(new StoreOperation.Published(5), new StoreOperation.KnowPeer(4, 9));
        Assert.Empty(Reopened().Inbox);
        Assert.Equal(0, Reopened().Links.Single().Committed);
        Assert.Equal(6, Reopened().NextRow);
    }

    [Fact]
    public void Rewind_IdsAbove_AreDeletedAndCIsBack()
    {
        Commit(new StoreOperation.KnowPeer(4, 9));
        for (var id = 1; id <= 3; id++) Commit(new StoreOperation.Receive(4, 9, id, In(10 + id, id) with { PeerStore = 9 }));
        Commit(new StoreOperation.Receive(4, 9, 4, null));
        Commit(new StoreOperation.QosTwoSending(11, 1, false), new StoreOperation.QosTwoSending(13, 2, true));
        Commit(new StoreOperation.Rewind(4, 9, 1));
        var image = Reopened();
        Assert.Equal(1, image.Links.Single().Committed);
        Assert.Equal([11L], image.Inbox.Select(row => row.Row));
        Assert.Equal([11L], image.QosTwoSending.Select(one => one.Row));
        Commit(new StoreOperation.Receive(4, 9, 2, In(20, 2) with { PeerStore = 9 }));
        Assert.Equal([11L, 20L], Reopened().Inbox.Select(row => row.Row));
    }

    [Fact]
    public void Airtime_EntriesAndLease_KeepAnHour()
    {
        var hour = Duration.FromSeconds(3600);
        var early = new LedgerEntry(new Instant(0), Duration.FromMilliseconds(40));
        var late = new LedgerEntry(new Instant(0) + hour, Duration.FromMilliseconds(50));
        Commit(new StoreOperation.Airtime([early], Duration.FromMilliseconds(180)));
        Assert.Equal([early], Reopened().Ledger);
        var second = new StoreOperation.Airtime([late], Duration.Zero);
        Store.Commit([new CommitRequest(++_ticket, new Instant(0) + hour + hour, [second])]);
        Assert.Equal([late], Reopened().Ledger);
        Assert.Equal(Duration.Zero, Reopened().Lease);
    }

    [Fact]
    public void Hello_CountersAndIncarnation_AreKept()
    {
        Commit(new StoreOperation.Accept(Row(1)), new StoreOperation.Give(4, 1, 1));
        Commit(new StoreOperation.Hello(4, uint.MaxValue, 17, 3), new StoreOperation.NewIncarnation(4, 1UL << 63));
        var image = Reopened();
        var link = image.Links.Single();
        Assert.Equal(1UL << 63, link.Incarnation);
        Assert.Equal((uint.MaxValue, 17U, 3, 0L), (link.HelloCounter, link.HintCounter, link.Attempts, link.HighestGiven));
        Assert.Equal(0, image.Outbox.Single().StreamId);
    }

    [Fact]
    public void QosTwo_States_AreKeptUntilReleased()
    {
        Commit(
            new StoreOperation.QosTwoReceived("esp", 65_535), new StoreOperation.QosTwoReceived("esp", 65_535),
            new StoreOperation.QosTwoSending(5, 12, false), new StoreOperation.QosTwoSending(5, 12, true));
        var image = Reopened();
        Assert.Equal(new StoreOperation.QosTwoReceived("esp", 65_535), Assert.Single(image.QosTwoReceived));
        Assert.Equal(new StoreOperation.QosTwoSending(5, 12, true), Assert.Single(image.QosTwoSending));
        Commit(new StoreOperation.QosTwoReleased("esp", 65_535), new StoreOperation.Published(5));
        Assert.Empty(Reopened().QosTwoReceived);
        Assert.Empty(Reopened().QosTwoSending);
    }

    [Fact]
    public void DeadLettersAndCarriedValues_AreKeptUntilToldOrForgotten()
    {
        var letter = new DeadLetter
        {
            Row = 12,
            Link = 4,
            Topic = "a/b",
            Reason = Protocol.Link.DeadReason.RefusedByFilter,
            Words = "no route",
        };
        var bare = letter with { Row = 13, Words = null };
        Commit(
            new StoreOperation.Letter(letter), new StoreOperation.Letter(bare),
            new StoreOperation.Carried("x", -7, new Instant(5)), new StoreOperation.Carried("x", 8, new Instant(6)),
            new StoreOperation.Carried("y", 9, new Instant(7)));
        var image = Reopened();
        Assert.Equal([letter, bare], image.DeadLetters);
        Assert.Equal(14, image.NextRow);
        Assert.Equal([("x", 8L, 6L), ("y", 9L, 7L)], image.Carried.Select(one => (one.Topic, one.Hash, one.At.Nanoseconds)));
        Commit(new StoreOperation.LetterTold(12), new StoreOperation.Forget("x"));
        Assert.Equal([bare], Reopened().DeadLetters);
        Assert.Equal(["y"], Reopened().Carried.Select(one => one.Topic));
    }

    [Fact]
    public void Remembered_ReplacedOrEmptied_IsWhatWasKeptLast()
    {
        Commit(
            new StoreOperation.Remember("crl", new byte[] { 1 }), new StoreOperation.Remember("time", new byte[] { 2, 3 }),
            new StoreOperation.Remember("crl", new byte[] { 4 }));
        var image = Reopened();
        Assert.Equal(["crl 04", "time 0203"], image.Remembered.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{one.Key} {Convert.ToHexString(one.Value.Span)}"));
        Commit(new StoreOperation.Remember("crl", default));
        Assert.Equal(["time"], Reopened().Remembered.Keys);
    }

    protected void Commit(params StoreOperation[] operations) =>
        Store.Commit([new CommitRequest(++_ticket, new Instant(0), operations)]);

    protected static OutboxRow Row(long row) => new()
    {
        Row = row,
        Link = 4,
        Message = Message($"m{row}"),
        Accepted = new Instant(10 + row),
        FlushAt = new Instant(20 + row),
    };

    private static InboxRow In(long row, long id) => new()
    {
        Row = row,
        Link = 4,
        PeerStore = ulong.MaxValue,
        StreamId = id,
        Message = Message("in"),
        WantsReceipt = true,
    };

    private static MqttMessage Message(string text) => new() { Topic = "farm/" + text, Payload = Encoding.UTF8.GetBytes(text) };

    private static string Text(OutboxRow row) =>
        $"{row with { Message = row.Message with { Payload = default, Properties = null } }} "
        + $"{Convert.ToHexString(row.Message.Payload.Span)} {row.Message.Properties?.ContentType} "
        + $"{row.Message.Properties?.IsUtf8} "
        + $"{row.Message.Properties?.ResponseTopic} {string.Join(',', row.Message.Properties?.UserProperties ?? [])} "
        + Convert.ToHexString((row.Message.Properties?.CorrelationData ?? default).Span);
}
