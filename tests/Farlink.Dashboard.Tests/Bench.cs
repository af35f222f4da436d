using System.Net;
using System.Text;
using System.Text.Json;
using Farlink.Dashboard.Access;
using Farlink.Dashboard.Pages;

namespace Farlink.Dashboard.Tests;

/// <summary>A dashboard on a free port, and a client that is no browser.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const string Password = "correct horse";

    /// <summary>With as few iterations as are allowed.</summary>
    public static PasswordHash Hash { get; } = PasswordHash.CreateWeak(Password);

    private Bench(SetClock time, BenchSource source, TestLog log, DashboardServer server)
    {
        Time = time;
        Source = source;
        Log = log;
        Server = server;
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = server.Address,
        };
    }

    public SetClock Time { get; }

    public BenchSource Source { get; }

    public TestLog Log { get; }

    public DashboardServer Server { get; }

    public HttpClient Client { get; }

    public static async Task<Bench> StartAsync(
        Func<DashboardOptions, DashboardOptions>? change = null, Action<BenchSource>? prepare = null, PageFiles? page = null)
    {
        var time = new SetClock();
        var source = new BenchSource(time);
        prepare?.Invoke(source);
        var options = new DashboardOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        var log = new TestLog();
        var server = await DashboardServer.StartAsync(
            change?.Invoke(options) ?? options, source, page ?? new PageFiles([], _ => Stream.Null), log, time,
            TestContext.Current.CancellationToken);
        return new Bench(time, source, log, server);
    }

    public static Task<Bench> WithLoginAsync(Action<BenchSource>? prepare = null) =>
        StartAsync(options => options with { Password = Hash }, prepare);

    public async Task<JsonElement> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(response, expected);
    }

    public async Task<JsonElement> PostAsync(
        string path, string body, HttpStatusCode expected = HttpStatusCode.OK, string? cookie = null)
    {
        using var request = Post(path, body, cookie);
        using var response = await Client.SendAsync(request);
        return await ReadAsync(response, expected);
    }

    public static HttpRequestMessage Post(string path, string body, string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Farlink-Request", "1");
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    /// <summary>Signs in.</summary>
    /// <returns>The cookie, as a browser sends it back.</returns>
    public async Task<string> SignInAsync()
    {
        using var request = Post("/api/login", $$"""{"password":"{{Password}}"}""");
        using var response = await Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        if (text.Length == 0) return default;
        using var document = JsonDocument.Parse(text);
        if ((int)expected >= 400) Assert.False(string.IsNullOrEmpty(document.RootElement.GetProperty("error").GetString()));
        return document.RootElement.Clone();
    }
}
