using System.Net;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Access;

/// <summary>
/// Which names the dashboard is called by. A page of somebody else whose name points to our address (DNS rebinding) is told apart
/// from ours by Host alone. An address cannot be pointed anywhere, so those that we listen on are right.
/// </summary>
internal sealed class HostRules(IReadOnlyList<string> hosts)
{
    /// <summary>What a proxy says of itself: RFC 7239 §4, RFC 9110 §7.6.3, and what was usual before.</summary>
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Forwarded-For", "X-Real-IP"];

    /// <summary>Whether Host names us.</summary>
    public bool Allows(HttpContext context)
    {
        var host = context.Request.Host;
        return host.HasValue && (IsConfigured(host) || IsOwnAddress(host, context));
    }

    /// <summary>
    /// Whether somebody on this host asks, and no proxy for somebody elsewhere: one that rewrites Host is told by its headers.
    /// </summary>
    public static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
        && IsOwnAddress(context.Request.Host, context) && !OfProxies.Any(context.Request.Headers.ContainsKey);

    private static bool IsOwnAddress(HostString host, HttpContext context)
    {
        if (context.Connection.LocalIpAddress is not { } local) return false;
        if ((host.Port ?? (context.Request.IsHttps ? 443 : 80)) != context.Connection.LocalPort) return false;
        local = Plain(local);
        if (string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.IsLoopback(local);
        if (!IPAddress.TryParse(host.Host.Trim('[', ']'), out var named)) return false;
        named = Plain(named);
        return named.Equals(local) || (IPAddress.IsLoopback(named) && IPAddress.IsLoopback(local));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private bool IsConfigured(HostString host) => hosts.Any(
        known => string.Equals(known, host.Value, StringComparison.OrdinalIgnoreCase)
            || string.Equals(known, host.Host, StringComparison.OrdinalIgnoreCase));
}
