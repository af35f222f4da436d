using System.IO.Compression;
using System.Net;
using System.Text;
using Farlink.Dashboard.Pages;

namespace Farlink.Dashboard.Tests.Pages;

/// <summary>The page is served as the build made it; without one, what to do is.</summary>
public sealed class PageTests
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["page/index.html.br"] = "<!doctype html><p>page",
        ["page/assets/index-abc.js.br"] = "export {};",
        ["other.txt"] = "not of the page",
    };

    [Fact]
    public async Task Page_Built_IsServedToEverybody()
    {
        await using var bench = await StartAsync();
        using var page = await bench.SendAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal("<!doctype html><p>page", await page.Content.ReadAsStringAsync());
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        using var script = await bench.SendAsync("/assets/index-abc.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Equal("export {};", await script.Content.ReadAsStringAsync());
        Assert.Contains("immutable", script.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var other = await bench.SendAsync("/other.txt");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Theory]
    [InlineData("br", true)]
    [InlineData("gzip, deflate, br, zstd", true)]
    [InlineData("gzip, br;q=0", false)]
    [InlineData("gzip", false)]
    public async Task Page_ToWhoTakesBrotli_IsAsItIsInTheProgram(string accepted, bool isPacked)
    {
        await using var bench = await StartAsync();
        using var page = await bench.SendAsync("/", ("Accept-Encoding", accepted));
        var octets = await page.Content.ReadAsByteArrayAsync();
        Assert.Equal(isPacked, page.Content.Headers.ContentEncoding.Contains("br"));
        Assert.Equal(isPacked ? Pack(Files["page/index.html.br"]) : Encoding.UTF8.GetBytes(Files["page/index.html.br"]), octets);
        Assert.Contains("Accept-Encoding", page.Headers.Vary);
    }

    [Fact]
    public async Task Page_KnownToTheBrowser_IsNotSentAgain()
    {
        await using var bench = await StartAsync();
        using var page = await bench.SendAsync("/");
        var tag = page.Headers.ETag!.ToString();
        using var again = await bench.SendAsync("/", ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var changed = await bench.SendAsync("/", ("If-None-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Page_Head_HasNoBody()
    {
        await using var bench = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/", UriKind.Relative));
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Page_NotBuilt_SaysHowToBuildIt()
    {
        await using var bench = await Bench.StartAsync();
        using var page = await bench.SendAsync("/");
        var text = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Node 18", text, StringComparison.Ordinal);
        Assert.Contains("dotnet build", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/state\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task About_WithAPage_SaysSo()
    {
        await using var bench = await Bench.StartAsync(page: Page());
        Assert.True((await bench.GetAsync("/api/about")).GetProperty("page").GetBoolean());
    }

    private static Task<Bench> StartAsync() => Bench.StartAsync(
        options => options with { Password = Bench.Hash },
        page: Page());

    private static PageFiles Page() => new(Files.Keys, name => new MemoryStream(Pack(Files[name])));

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize)) brotli.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
