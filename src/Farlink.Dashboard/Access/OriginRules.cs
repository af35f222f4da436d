using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Access;

/// <summary>
/// Refuses what another site makes a browser send: by Origin (RFC 6454 §7) and by Sec-Fetch-Site (W3C Fetch Metadata). What is no
/// browser sends neither, and has no cookie of somebody else.
/// </summary>
internal static class OriginRules
{
    /// <summary>Why a request is refused; null: it is not.</summary>
    public static string? Refusal(HttpRequest request)
    {
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

        // A link elsewhere may lead to the page, and to nothing else.
        if (isRead && request.Path == "/") return null;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site != "same-origin" && !(isRead && site == "none"))
            return "another site asks (Sec-Fetch-Site). Open the dashboard itself.";
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || IsOurs(origin, request) ? null
            : "the page that asks is not the dashboard's (Origin). Open the dashboard itself.";
    }

    /// <summary>
    /// Whether the browser has TLS up to us, or up to a proxy before us: there only the origin of a request that is not refused
    /// says so.
    /// </summary>
    public static bool IsByTls(HttpRequest request) =>
        request.IsHttps || request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A proxy before us may have TLS where we have none, but not the other way round.</summary>
    private static bool IsOurs(string origin, HttpRequest request)
    {
        var host = request.Host.Value;
        return string.Equals(origin, $"https://{host}", StringComparison.OrdinalIgnoreCase)
            || (!request.IsHttps && string.Equals(origin, $"http://{host}", StringComparison.OrdinalIgnoreCase));
    }
}
