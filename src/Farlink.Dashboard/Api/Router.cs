using Farlink.Dashboard.Access;
using Farlink.Protocol.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Farlink.Dashboard.Api;

/// <summary>Checks each request, finds who answers it, and turns what goes wrong into a clear answer.</summary>
internal sealed class Router(IReadOnlyList<Route> routes, Gate gate, HostRules hosts, TimeProvider time, ILogger logger)
{
    /// <summary>A header that a form or a link of another site cannot send.</summary>
    public const string OwnHeader = "X-Farlink-Request";

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _told;

    public async Task AnswerAsync(HttpContext context)
    {
        SecurityHeaders.Set(context.Response.Headers);
        try
        {
            await FindAsync(context);
        }
        catch (ApiException wrong)
        {
            if (IsTooMuch(wrong.Status)) Tell(context, wrong.Message);
            await FailAsync(context, wrong.Status, wrong.Message);
        }
        catch (BadHttpRequestException wrong)
        {
            if (IsTooMuch(wrong.StatusCode)) Tell(context, wrong.Message);
            await FailAsync(context, wrong.StatusCode, $"{wrong.Message} Send a shorter or whole request.");
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // It hung up.
        }
        catch (Exception mistake)
        {
            // Ours: it must not end what is shown.
            DashboardLog.Failed(logger, Printable.Escape(context.Request.Path.Value ?? ""), mistake.Message);
            await FailAsync(context, StatusCodes.Status500InternalServerError, "A mistake of farlink itself; its log says more.");
        }
    }

    private static bool IsTooMuch(int status) =>
        status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests;

    private static async Task FailAsync(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted) context.Abort();
        else await JsonAnswer.WriteErrorAsync(context, status, message);
    }

    private Task FindAsync(HttpContext context)
    {
        var request = context.Request;
        if (!hosts.Allows(context))
        {
            throw Refuse(
                context, StatusCodes.Status421MisdirectedRequest,
                $"no dashboard is called \"{Printable.Escape(request.Host.Value ?? "")}\". Add the name to hosts under "
                + "[dashboard], or use the address it listens on.");
        }

        if (OriginRules.Refusal(request) is { } refusal) throw Refuse(context, StatusCodes.Status403Forbidden, refusal);
        return Choose(context).Answer(context);
    }

    private Route Choose(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var found = routes.Where(route => route.Takes(path)).ToList();
        if (found.Count == 0)
        {
            // Whoever may not see anything learns nothing of what there is.
            if (path.StartsWith("/api/", StringComparison.Ordinal)) Check(context, Audience.SignedIn);
            throw ApiException.NotFound($"There is no {Printable.Escape(path)} here. The page is at /, its data at /api/state.");
        }

        if (found.Find(one => one.TakesMethod(context.Request.Method)) is not { } route)
        {
            context.Response.Headers.Allow = string.Join(", ", found.Select(one => one.Method));
            throw new ApiException(
                StatusCodes.Status405MethodNotAllowed,
                $"{Printable.Escape(context.Request.Method)} does nothing here: use {context.Response.Headers.Allow}.");
        }

        Check(context, route.Audience);
        if (route.NeedsHeader && context.Request.Headers[OwnHeader] != "1")
            throw Refuse(context, StatusCodes.Status403Forbidden, $"the header {OwnHeader}: 1 is missing. Send it.");
        return route;
    }

    private void Check(HttpContext context, Audience audience)
    {
        if (audience == Audience.Everybody || gate.Lets(context)) return;
        if (audience == Audience.ThisHost && HostRules.IsFromHere(context)) return;
        throw new ApiException(StatusCodes.Status401Unauthorized, "Nobody is signed in: POST /api/login, or open the page.");
    }

    private ApiException Refuse(HttpContext context, int status, string why)
    {
        Tell(context, why);
        return new ApiException(status, char.ToUpperInvariant(why[0]) + why[1..]);
    }

    /// <summary>An attack may come again and again: told at most every ten seconds.</summary>
    private void Tell(HttpContext context, string why)
    {
        lock (_lock)
        {
            if (_told is { } told && time.GetElapsedTime(told) < TellEvery) return;
            _told = time.GetTimestamp();
            DashboardLog.RequestRefused(logger, context.Connection.RemoteIpAddress?.ToString() ?? "unknown", why);
        }
    }
}
