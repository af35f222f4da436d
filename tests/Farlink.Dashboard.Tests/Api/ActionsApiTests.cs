using System.Net;
using System.Text;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Tests.Api;

/// <summary>What changes something is confirmed, told, and for who is signed in.</summary>
public sealed class ActionsApiTests
{
    private const string Confirmed = """{"role":"site","link":1,"confirm":"barn"}""";

    [Fact]
    public async Task Action_Confirmed_IsDoneAndTold()
    {
        (string Role, int Link)? done = null;
        await using var bench = await Bench.WithLoginAsync(source => source.GivenActions["pause"] = (role, link, _) =>
        {
            done = (role, link);
            return Task.FromResult("The link is paused.");
        });
        var cookie = await bench.SignInAsync();
        var answer = await bench.PostAsync("/api/actions/pause", Confirmed, HttpStatusCode.OK, cookie);
        Assert.Equal("The link is paused.", answer.GetProperty("done").GetString());
        Assert.Equal(("site", 1), done);
        var told = Assert.Single(bench.Source.Watch.Events.After(0, 10));
        Assert.Equal((EventKind.Action, EventLevel.Info, "pause: The link is paused."), (told.Kind, told.Level, told.Text));
        Assert.True(bench.Log.Has(1344, "pause of link 1"));
    }

    [Theory]
    [InlineData("""{"role":"site","link":1,"confirm":"Barn"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"site","link":1,"confirm":""}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"site","link":1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"hub","link":1,"confirm":"barn"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"site","link":"1","confirm":"barn"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"site","link":1.5,"confirm":"barn"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"site","link":1,"confirm":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("""["site"]""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"site","link":2,"confirm":"barn"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"role":"base","link":1,"confirm":"barn"}""", HttpStatusCode.NotFound)]
    public async Task Action_NotConfirmedOrOfNoLink_IsNotDone(string body, HttpStatusCode code)
    {
        await using var bench = await WithMistakeAsync();
        await bench.PostAsync("/api/actions/pause", body, code, await bench.SignInAsync());
        Assert.Equal(0, bench.Log.Count(1344));
    }

    [Fact]
    public async Task Action_WithoutOurHeader_IsNotDone()
    {
        await using var bench = await WithMistakeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/actions/pause", UriKind.Relative))
        {
            Content = new StringContent(Confirmed, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Cookie", await bench.SignInAsync());
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Action_Unknown_IsNotFound()
    {
        await using var bench = await WithMistakeAsync();
        await bench.PostAsync("/api/actions/explode", Confirmed, HttpStatusCode.NotFound, await bench.SignInAsync());
    }

    /// <summary>Every user of the host reaches a port on loopback.</summary>
    [Fact]
    public async Task Action_WhereNobodySignsIn_IsNotThere()
    {
        await using var bench = await Bench.StartAsync(
            prepare: source => source.GivenActions["pause"] = (_, _, _) => throw new InvalidOperationException());
        var about = await bench.GetAsync("/api/about");
        Assert.Empty(about.GetProperty("actions").EnumerateArray());
        var error = await bench.PostAsync("/api/actions/pause", Confirmed, HttpStatusCode.Conflict);
        Assert.Contains("password_hash", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Action_Refused_IsToldToo()
    {
        await using var bench = await Bench.WithLoginAsync(source => source.GivenActions["rekey"] = (_, _, _) =>
            throw new ActionRefusedException("A shared key cannot be renewed: pair instead."));
        var error = await bench.PostAsync(
            "/api/actions/rekey", Confirmed, HttpStatusCode.Conflict, await bench.SignInAsync());
        Assert.Contains("pair instead", error.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(EventLevel.Warning, Assert.Single(bench.Source.Watch.Events.After(0, 10)).Level);
    }

    [Fact]
    public async Task Action_WithAMistakeOfOurs_SaysNothingOfIt()
    {
        await using var bench = await WithMistakeAsync();
        var error = await bench.PostAsync(
            "/api/actions/pause", Confirmed, HttpStatusCode.InternalServerError, await bench.SignInAsync());
        Assert.DoesNotContain("secret", error.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.True(bench.Log.Has(1345, "secret"));
    }

    private static Task<Bench> WithMistakeAsync() => Bench.WithLoginAsync(source =>
        source.GivenActions["pause"] = (_, _, _) => throw new InvalidOperationException("secret"));
}
