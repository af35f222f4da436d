using System.Globalization;
using System.Net;
using Farlink.Dashboard.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Farlink.Dashboard.Access;

/// <summary>Who is signed in, and how one gets in and out. Thread-safe.</summary>
internal sealed class Gate(PasswordHash? password, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SessionBook _sessions = new(time);
    private readonly LoginLimiter _limiter = new(time);

    /// <summary>One check at a time: it takes a core for a good part of a second on a small host.</summary>
    private readonly SemaphoreSlim _checking = new(1, 1);

    /// <summary>Whether one must sign in.</summary>
    public bool HasLogin => password is not null;

    /// <summary>Whether a request may see everything.</summary>
    public bool Lets(HttpContext context) => !HasLogin || _sessions.IsOpen(TokenOf(context), isUse: true);

    /// <summary>The same for a request that goes on.</summary>
    public bool StillLets(HttpContext context) => !HasLogin || _sessions.IsOpen(TokenOf(context), isUse: false);

    /// <summary>Signs in.</summary>
    /// <exception cref="ApiException">Wrong password, or too many of them.</exception>
    public async Task SignInAsync(HttpContext context, string given)
    {
        if (password is null)
            throw new ApiException(StatusCodes.Status409Conflict, "This dashboard has no password: nobody signs in.");
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!await _checking.WaitAsync(TimeSpan.Zero, context.RequestAborted))
            throw TooMany(context, TimeSpan.FromSeconds(1), "Another login is being checked. Try again in a second.");
        try
        {
            await CheckAsync(context, address, password, given);
        }
        finally
        {
            _checking.Release();
        }

        // Whoever had a session before has a new one now, and the old one ends with it.
        _sessions.Close(TokenOf(context));
        context.Response.Cookies.Append(CookieName(context), _sessions.Open(), Cookie(context));
        DashboardLog.SignedIn(logger, address.ToString());
    }

    /// <summary>Signs out.</summary>
    public void SignOut(HttpContext context)
    {
        _sessions.Close(TokenOf(context));
        context.Response.Cookies.Delete(CookieName(context), Cookie(context));
    }

    /// <inheritdoc/>
    public void Dispose() => _checking.Dispose();

    private static string? TokenOf(HttpContext context) => context.Request.Cookies[CookieName(context)];

    /// <summary>Cookies know no ports (RFC 6265 §8.5): a site and a base on one host would sign each other out.</summary>
    private static string CookieName(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"farlink-session-{context.Connection.LocalPort}");

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = OriginRules.IsByTls(context.Request),
        Path = "/",
        IsEssential = true,
    };

    private static ApiException TooMany(HttpContext context, TimeSpan wait, string why)
    {
        context.Response.Headers.RetryAfter =
            Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new ApiException(StatusCodes.Status429TooManyRequests, why);
    }

    private async Task CheckAsync(HttpContext context, IPAddress address, PasswordHash hash, string given)
    {
        if (_limiter.TryBegin(address) is { } wait)
        {
            throw TooMany(
                context, wait, $"Too many wrong passwords. Try again in {Math.Ceiling(Math.Max(1, wait.TotalSeconds))} seconds.");
        }

        // Not on the thread that answers: others are answered meanwhile.
        if (!await Task.Run(() => hash.Verify(given), CancellationToken.None))
        {
            DashboardLog.LoginRefused(logger, address.ToString(), "wrong password");
            throw new ApiException(StatusCodes.Status401Unauthorized, "The password is wrong.");
        }

        _limiter.HandleRight(address);
    }
}
