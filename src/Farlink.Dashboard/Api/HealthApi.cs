using System.Text;
using Farlink.Runtime.Status;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>
/// /health/live, /health/ready: for programs. Everybody may ask, so they name what is wrong and tell no more of it.
/// </summary>
internal sealed class HealthApi(IDashboardSource source)
{
    private const string TextType = "text/plain; charset=utf-8";

    public IEnumerable<Route> Routes =>
    [
        Route.Get("/health/live", context => AnswerAsync(context, "not alive", Standstills(source.Reports())))
            with { Audience = Audience.Everybody },
        Route.Get("/health/ready", context => AnswerAsync(context, "not ready", Troubles(source.Reports())))
            with { Audience = Audience.Everybody },
    ];

    private static Task AnswerAsync(HttpContext context, string verdict, IEnumerable<string> reasons)
    {
        var all = reasons.ToList();
        if (all.Count == 0) return JsonAnswer.WriteAsync(context, "ok\n"u8.ToArray(), TextType);
        var text = $"{verdict}\n{string.Concat(all.Select(reason => $"{reason}\n"))}";
        return JsonAnswer.WriteAsync(
            context, Encoding.UTF8.GetBytes(text), TextType, StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What a restart cures.</summary>
    private static IEnumerable<string> Standstills(IReadOnlyList<StatusReport> reports) => reports
        .Where(report => report.Service.Age > StatusWarnings.StandsStillAfter)
        .Select(report => $"{report.Service.Role}: the link stands still");

    /// <summary>
    /// What keeps an end from taking over messages and sending them. That the other end is away does not: they wait in the store.
    /// </summary>
    private IEnumerable<string> Troubles(IReadOnlyList<StatusReport> reports)
    {
        if (!source.IsReady) yield return "an end is not up";
        foreach (var standstill in Standstills(reports)) yield return standstill;
        foreach (var service in reports.Select(report => report.Service))
        {
            if (service.Radio.Trouble is not null) yield return $"{service.Role}: the radio is lost";
            if (service.StoreTrouble is not null) yield return $"{service.Role}: the store cannot be written";
            if (!service.Broker.IsReachable) yield return $"{service.Role}: no client can connect to the broker";
            if (!service.Broker.IsUp) yield return $"{service.Role}: the broker is away";
        }
    }
}
