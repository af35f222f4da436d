using System.Text;
using Farlink.Dashboard.Feed;

namespace Farlink.Dashboard.Tests.Feed;

/// <summary>A page that reads too slowly.</summary>
public sealed class FeedClientTests : IDisposable
{
    private readonly FeedClient _client = new(_ => { }, default);

    [Fact]
    public async Task Next_Waiting_ComesInOrder()
    {
        _client.Add(Chunk(FeedKinds.Frames, "a"));
        _client.Add(Chunk(FeedKinds.Events, "b"));
        Assert.Equal("a", await NextAsync());
        Assert.Equal("b", await NextAsync());
    }

    [Fact]
    public async Task Next_NothingWaits_WaitsForTheNext()
    {
        var next = NextAsync();
        Assert.False(next.IsCompleted);
        _client.Add(Chunk(FeedKinds.Frames, "a"));
        Assert.Equal("a", await next);
    }

    [Fact]
    public async Task Add_MoreThanFits_IsLostAndToldAsAGap()
    {
        var half = new string('x', FeedClient.MostOctets / 2);
        _client.Add(Chunk(FeedKinds.Frames | FeedKinds.State, half));
        _client.Add(Chunk(FeedKinds.Messages, half));
        _client.Add(Chunk(FeedKinds.Events, "the newest"));
        Assert.Equal(
            "event: gap\ndata: {\"state\":true,\"frames\":true,\"messages\":true}\n\n", await NextAsync());
        Assert.Equal("the newest", await NextAsync());
    }

    [Fact]
    public async Task Add_MoreThanFitsWithAGapAmongIt_IsToldWhatTheGapMissed()
    {
        _client.Add(new FeedWriter().Gap(FeedKinds.Events).Finish());
        _client.Add(Chunk(FeedKinds.Frames, new string('x', FeedClient.MostOctets)));
        Assert.Equal("event: gap\ndata: {\"events\":true}\n\n", await NextAsync());
        Assert.Equal(FeedClient.MostOctets, (await NextAsync()).Length);
    }

    [Fact]
    public async Task Add_OneThatIsLongerThanFits_IsTakenWhereNothingWaits()
    {
        var all = new string('x', FeedClient.MostOctets + 1);
        _client.Add(Chunk(FeedKinds.Messages, all));
        Assert.Equal(all, await NextAsync());
    }

    public void Dispose() => _client.Dispose();

    private static FeedChunk Chunk(FeedKinds kinds, string text) => new(kinds, Encoding.UTF8.GetBytes(text));

    private async Task<string> NextAsync() =>
        Encoding.UTF8.GetString((await _client.NextAsync(TestContext.Current.CancellationToken)).Span);
}
