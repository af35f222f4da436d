using System.Net;
using Farlink.Dashboard.Access;

namespace Farlink.Dashboard.Tests.Access;

/// <summary>In, out, and not in.</summary>
public sealed class LoginTests
{
    private const string Wrong = """{"password":"wrong horse"}""";

    [Theory]
    [InlineData("/api/state")]
    [InlineData("/api/airtime")]
    [InlineData("/api/messages")]
    [InlineData("/api/messages/1")]
    [InlineData("/api/frames")]
    [InlineData("/api/frames/1")]
    [InlineData("/api/frames.pcap")]
    [InlineData("/api/events")]
    [InlineData("/api/links/history?role=site&link=1&span=10m")]
    [InlineData("/api/stream")]
    [InlineData("/api/demo")]
    [InlineData("/api/no-such-thing")]
    public async Task Get_NotSignedIn_IsRefused(string path)
    {
        await using var bench = await Bench.WithLoginAsync(DemoBench.Add);
        await bench.GetAsync(path, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/api/actions/pause")]
    [InlineData("/api/demo/hostile")]
    [InlineData("/api/plan")]
    public async Task Post_NotSignedIn_IsRefused(string path)
    {
        await using var bench = await Bench.WithLoginAsync(source =>
        {
            DemoBench.Add(source);
            source.Planner = (_, _, _) => throw new InvalidOperationException();
            source.GivenActions["pause"] = (_, _, _) => throw new InvalidOperationException();
        });
        await bench.PostAsync(path, """{"on":true}""", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task About_NotSignedIn_TellsOnlyThatThereIsALogin()
    {
        await using var bench = await Bench.WithLoginAsync();
        var about = await bench.GetAsync("/api/about");
        Assert.Equal(["program", "login", "signed_in"], about.EnumerateObject().Select(one => one.Name));
        Assert.False(about.GetProperty("signed_in").GetBoolean());
    }

    [Fact]
    public async Task Login_RightPassword_GivesACookieThatScriptsDoNotSee()
    {
        await using var bench = await Bench.WithLoginAsync();
        using var request = Bench.Post("/api/login", $$"""{"password":"{{Bench.Password}}"}""");
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        var parts = cookie.Split("; ").Select(part => part.ToLowerInvariant()).ToList();
        Assert.Matches($"^farlink-session-{bench.Server.Endpoint.Port}=[0-9a-f]{{64}}$", parts[0]);
        Assert.Equal(["httponly", "path=/", "samesite=strict"], parts.Skip(1).Order(StringComparer.Ordinal));
        Assert.True(bench.Log.Has(1341, "127.0.0.1"));

        using var state = await bench.SendAsync("/api/state", ("Cookie", cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, state.StatusCode);
    }

    [Fact]
    public async Task Login_WrongPassword_GivesNone()
    {
        await using var bench = await Bench.WithLoginAsync();
        using var request = Bench.Post("/api/login", Wrong);
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.True(bench.Log.Has(1342, "wrong password"));
    }

    [Fact]
    public async Task Login_WrongAgainAndAgain_HasToWait()
    {
        await using var bench = await Bench.WithLoginAsync();
        for (var i = 0; i < LoginLimiter.MostOfAnAddress; i++)
            await bench.PostAsync("/api/login", Wrong, HttpStatusCode.Unauthorized);

        // Not even the right one is checked now.
        using var request = Bench.Post("/api/login", $$"""{"password":"{{Bench.Password}}"}""");
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter!.Delta);
        Assert.True(bench.Log.Has(1343, "Too many wrong passwords"));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.SignInAsync();
    }

    [Fact]
    public async Task Logout_SignedIn_EndsTheSession()
    {
        await using var bench = await Bench.WithLoginAsync();
        var cookie = await bench.SignInAsync();
        await bench.PostAsync("/api/logout", "{}", HttpStatusCode.NoContent, cookie);
        using var state = await bench.SendAsync("/api/state", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, state.StatusCode);
    }

    [Fact]
    public async Task Login_Again_EndsTheSessionBefore()
    {
        await using var bench = await Bench.WithLoginAsync();
        var before = await bench.SignInAsync();
        await bench.PostAsync(
            "/api/login", $$"""{"password":"{{Bench.Password}}"}""", HttpStatusCode.NoContent, before);
        using var state = await bench.SendAsync("/api/state", ("Cookie", before));
        Assert.Equal(HttpStatusCode.Unauthorized, state.StatusCode);
    }

    [Fact]
    public async Task Session_TwelveHoursLater_IsOver()
    {
        await using var bench = await Bench.WithLoginAsync();
        var cookie = await bench.SignInAsync();
        bench.Time.Advance(TimeSpan.FromHours(12));
        using var state = await bench.SendAsync("/api/state", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, state.StatusCode);
    }

    [Fact]
    public async Task Login_WithoutPasswordInTheOptions_IsNone()
    {
        await using var bench = await Bench.StartAsync();
        await bench.PostAsync("/api/login", Wrong, HttpStatusCode.Conflict);
        var about = await bench.GetAsync("/api/about");
        Assert.False(about.GetProperty("login").GetBoolean());
    }

    [Fact]
    public async Task Login_ByTls_HasASecureCookie()
    {
        using var certificate = TestCertificate.Create();
        await using var bench = await Bench.StartAsync(
            options => options with { Password = Bench.Hash, Certificate = certificate });
        Assert.Equal("https", bench.Server.Address.Scheme);
        using var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown!.GetCertHashString() == certificate.GetCertHashString();
        using var client = new HttpClient(handler) { BaseAddress = bench.Server.Address };
        using var request = Bench.Post("/api/login", $$"""{"password":"{{Bench.Password}}"}""");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("; secure", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Login_BehindAProxy_HasASecureCookieIfTheProxyHasTls(string scheme, bool isSecure)
    {
        await using var bench = await Bench.StartAsync(
            options => options with { Password = Bench.Hash, Hosts = ["farm.example"] });
        using var login = Bench.Post("/api/login", $$"""{"password":"{{Bench.Password}}"}""");
        var given = await SetCookieAsync(bench, login, scheme);
        Assert.Equal(isSecure, given.Contains("; secure", StringComparison.OrdinalIgnoreCase));

        // A browser lets nothing but a secure answer take a secure cookie away.
        using var logout = Bench.Post("/api/logout", "{}", given.Split(';')[0]);
        var taken = await SetCookieAsync(bench, logout, scheme);
        Assert.Equal(isSecure, taken.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Metrics_NotSignedIn_AreForThisHostAndForNoProxy()
    {
        await using var bench = await Bench.StartAsync(
            options => options with { Password = Bench.Hash, Hosts = ["farm.example"] });
        using var here = await bench.SendAsync("/metrics");
        Assert.Contains("farlink_info{", await here.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var proxied = await bench.SendAsync("/metrics", ("Host", "farm.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, proxied.StatusCode);
        using var signedIn = await bench.SendAsync("/metrics", ("Host", "farm.example"), ("Cookie", await bench.SignInAsync()));
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.7")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("X-Real-IP", "192.0.2.7")]
    public async Task Metrics_ThroughAProxyThatRewritesHost_NeedALogin(string name, string value)
    {
        await using var bench = await Bench.WithLoginAsync();
        using var proxied = await bench.SendAsync("/metrics", (name, value));
        Assert.Equal(HttpStatusCode.Unauthorized, proxied.StatusCode);
    }

    [Theory]
    [InlineData("/health/live", true, HttpStatusCode.OK, "ok\n")]
    [InlineData("/health/live", false, HttpStatusCode.OK, "ok\n")]
    [InlineData("/health/ready", true, HttpStatusCode.OK, "ok\n")]
    [InlineData("/health/ready", false, HttpStatusCode.ServiceUnavailable, "not ready\nan end is not up\n")]
    public async Task Health_NotSignedIn_TellsThatAlone(string path, bool isReady, HttpStatusCode code, string text)
    {
        await using var bench = await Bench.WithLoginAsync(source => source.IsReady = isReady);
        using var response = await bench.SendAsync(path);
        Assert.Equal(code, response.StatusCode);
        Assert.Equal(text, await response.Content.ReadAsStringAsync());
    }

    private static async Task<string> SetCookieAsync(Bench bench, HttpRequestMessage request, string scheme)
    {
        request.Headers.Host = "farm.example";
        request.Headers.Add("Origin", $"{scheme}://farm.example");
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        return response.Headers.GetValues("Set-Cookie").Single();
    }
}
