using System.IO.Compression;
using System.Text;
using Farlink.Dashboard.Api;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Pages;

/// <summary>Serves the page, or says how to have one.</summary>
internal sealed class PageApi(PageFiles files)
{
    private const string Index = "/index.html";

    /// <summary>Without script and style: what is shown where the build had no Node.</summary>
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Farlink</title></head>
        <body>
        <h1>Farlink runs, but this build has no page</h1>
        <p>Install Node 18 or later with npm, and build again: <code>dotnet build</code>. Packages always have the page.</p>
        <p>What it would show is here: <a href="/api/about">/api/about</a>, <a href="/api/state">/api/state</a>.</p>
        </body>
        </html>

        """);

    public IEnumerable<Route> Routes => files.HasPage
        ? files.All.SelectMany(file => RoutesOf(file))
        : [Route.Get("/", PlainAsync) with { Audience = Audience.Everybody }];

    private static Task PlainAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, Plain, "text/html; charset=utf-8");

    /// <summary>Whether a browser takes Brotli. One that names it with q=0 does not exist but in tests.</summary>
    private static bool TakesBrotli(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Split(',').Any(one =>
        {
            var parts = one.Split(';', 2, StringSplitOptions.TrimEntries);
            return parts[0].Equals("br", StringComparison.OrdinalIgnoreCase)
                && (parts.Length == 1 || parts[1] is not ("q=0" or "q=0.0"));
        });

    private IEnumerable<Route> RoutesOf(PageFile file)
    {
        yield return Route.Get(file.Path, context => ServeAsync(context, file)) with { Audience = Audience.Everybody };
        if (file.Path == Index)
            yield return Route.Get("/", context => ServeAsync(context, file)) with { Audience = Audience.Everybody };
    }

    private async Task ServeAsync(HttpContext context, PageFile file)
    {
        var headers = context.Response.Headers;
        headers.ETag = file.Tag;
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (context.Request.Headers.IfNoneMatch.ToString().Split(',').Any(one => one.Trim() == file.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = file.ContentType;
        await using var packed = files.Open(file);
        if (TakesBrotli(context.Request))
        {
            headers.ContentEncoding = "br";
            context.Response.ContentLength = packed.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
                await packed.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method)) return;
        await using var plain = new BrotliStream(packed, CompressionMode.Decompress);
        await plain.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
