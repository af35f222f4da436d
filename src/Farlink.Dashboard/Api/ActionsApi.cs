using Farlink.Protocol.Text;
using Farlink.Runtime.Watching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Farlink.Dashboard.Api;

/// <summary>/api/actions/NAME: what changes a link. Each wants its name as confirmation, and is told as an event.</summary>
internal sealed class ActionsApi(IDashboardSource source, IReadOnlyList<string> allowed, ILogger logger)
{
    private const string Prefix = "/api/actions/";

    public IEnumerable<Route> Routes => [Route.Post(Prefix, ActAsync) with { NeedsHeader = true }];

    private async Task ActAsync(HttpContext context)
    {
        var name = context.Request.Path.Value![Prefix.Length..];
        if (!allowed.Contains(name) || !source.Actions.TryGetValue(name, out var action)) throw NoSuch(name);
        using var body = await BodyReader.ReadAsync(context);
        var role = body.Word("role", "site", "base");
        var link = (int)body.Whole("link", 0, byte.MaxValue);
        Confirm(role, link, body.Text("confirm"));
        try
        {
            var done = await action(role, link, context.RequestAborted);
            Tell(name, role, link, EventLevel.Info, done);
            await JsonAnswer.WriteAsync(context, json => json.WriteString("done", done));
        }
        catch (ActionRefusedException refused)
        {
            Tell(name, role, link, EventLevel.Warning, refused.Message);
            throw new ApiException(StatusCodes.Status409Conflict, refused.Message);
        }
    }

    private ApiException NoSuch(string name) => source.Actions.ContainsKey(name)
        ? new ApiException(
            StatusCodes.Status409Conflict,
            "Every user of this host could do that: actions need password_hash under [dashboard]. Make it with: farlink "
            + "dashboard password.")
        : allowed.Count == 0
            ? new ApiException(StatusCodes.Status409Conflict, "This end has no actions.")
            : ApiException.NotFound($"There is no action {Printable.Escape(name)}. Known: {string.Join(", ", allowed)}.");

    private void Confirm(string role, int link, string given)
    {
        var known = source.Reports().FirstOrDefault(report => report.Service.Role == role)?.Service.Links
            .FirstOrDefault(one => one.Id == link);
        if (known is null) throw ApiException.NotFound($"There is no link {link} at a {role} here. Those there are: /api/state.");
        if (!string.Equals(known.Name, given, StringComparison.Ordinal))
            throw ApiException.BadRequest($"The field confirm must be the name of the link: {Printable.Escape(known.Name)}.");
    }

    private void Tell(string name, string role, int link, EventLevel level, string outcome)
    {
        DashboardLog.Acted(logger, name, link, role, Printable.Escape(outcome));
        source.Watch.Events.Add(role, EventKind.Action, level, (byte)link, $"{name}: {outcome}");
    }
}
