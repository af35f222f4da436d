using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>Who may ask.</summary>
internal enum Audience
{
    /// <summary>Who is signed in, where there is a login.</summary>
    SignedIn,

    /// <summary>The same, and programs on this host: a scraper cannot sign in.</summary>
    ThisHost,

    /// <summary>Everybody.</summary>
    Everybody,
}

/// <summary>An address that is answered.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">The path; if it ends in a slash, everything below it.</param>
/// <param name="Answer">Answers.</param>
internal sealed record Route(string Method, string Path, RequestDelegate Answer)
{
    public Audience Audience { get; init; }

    /// <summary>Whether the header that only a script of our page can send must be there.</summary>
    public bool NeedsHeader { get; init; }

    public static Route Get(string path, RequestDelegate answer) => new(HttpMethods.Get, path, answer);

    public static Route Post(string path, RequestDelegate answer) => new(HttpMethods.Post, path, answer);

    public bool Takes(string path) => Path.Length > 1 && Path[^1] == '/'
        ? path.Length > Path.Length && path.StartsWith(Path, StringComparison.Ordinal) : path == Path;

    public bool TakesMethod(string method) =>
        HttpMethods.Equals(method, Method) || (HttpMethods.IsHead(method) && HttpMethods.IsGet(Method));
}
