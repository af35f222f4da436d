using System.Net;
using Farlink.Dashboard.Access;

namespace Farlink.Dashboard.Tests.Access;

/// <summary>What a browser is made to send by others is refused: rebinding, forged requests, frames.</summary>
public sealed class RequestRuleTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("127.0.0.1.evil.example:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("192.0.2.1:{port}")]
    [InlineData("localhost")]
    public async Task Host_OfSomebodyElse_IsRefusedAndTold(string host)
    {
        await using var bench = await Bench.StartAsync();
        using var response = await bench.SendAsync("/api/state", ("Host", Fill(host, bench)));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.True(bench.Log.Has(1343, "no dashboard is called"));
    }

    [Theory]
    [InlineData("127.0.0.1:{port}")]
    [InlineData("localhost:{port}")]
    [InlineData("LOCALHOST:{port}")]
    [InlineData("[::1]:{port}")]
    [InlineData("farm.example")]
    [InlineData("farm.example:443")]
    [InlineData("tunnel.example:9000")]
    public async Task Host_Ours_IsAnswered(string host)
    {
        await using var bench = await Bench.StartAsync(
            options => options with { Hosts = ["farm.example", "tunnel.example:9000"] });
        using var response = await bench.SendAsync("/api/state", ("Host", Fill(host, bench)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Host_NamedWithAPort_IsNotAnsweredAtAnother()
    {
        await using var bench = await Bench.StartAsync(options => options with { Hosts = ["tunnel.example:9000"] });
        using var response = await bench.SendAsync("/api/state", ("Host", "tunnel.example:9001"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Fact]
    public async Task Host_WrongAgainAndAgain_IsToldOnce()
    {
        await using var bench = await Bench.StartAsync();
        for (var i = 0; i < 5; i++) (await bench.SendAsync("/", ("Host", "evil.example"))).Dispose();
        Assert.Equal(1, bench.Log.Count(1343));
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        (await bench.SendAsync("/", ("Host", "evil.example"))).Dispose();
        Assert.Equal(2, bench.Log.Count(1343));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "https://127.0.0.1:{port}.evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Origin_OfSomebodyElse_IsRefused(string name, string value)
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        using var read = await bench.SendAsync("/api/state", (name, Fill(value, bench)));
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        using var request = Bench.Post("/api/demo/hostile", """{"on":true}""");
        request.Headers.TryAddWithoutValidation(name, Fill(value, bench));
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(bench.Source.Demo!.Figures().IsHostile);
    }

    [Fact]
    public async Task Origin_Ours_IsAnswered()
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        using var request = Bench.Post("/api/demo/hostile", """{"on":true}""");
        request.Headers.Add("Origin", Fill("http://127.0.0.1:{port}", bench));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(bench.Source.Demo!.Figures().IsHostile);
    }

    /// <summary>A link in a mail leads to the page; a form elsewhere posts nothing.</summary>
    [Fact]
    public async Task Page_LinkedFromElsewhere_IsShownButTakesNothing()
    {
        await using var bench = await Bench.StartAsync();
        using var page = await bench.SendAsync("/", ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var form = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative));
        form.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var posted = await bench.Client.SendAsync(form);
        Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task Body_AsAFormSendsIt_IsRefused(string type)
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        using var request = Bench.Post("/api/demo/hostile", """{"on":true}""");
        request.Content!.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(bench.Source.Demo!.Figures().IsHostile);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/state")]
    [InlineData("/nothing/here")]
    public async Task Headers_OfEachAnswer_ForbidWhatIsNotNeeded(string path)
    {
        await using var bench = await Bench.StartAsync();
        using var response = await bench.SendAsync(path);
        string Header(string name) => response.Headers.GetValues(name).Single();
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Header("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static string Fill(string text, Bench bench) =>
        text.Replace("{port}", $"{bench.Server.Endpoint.Port}", StringComparison.Ordinal);
}
