using Farlink.Dashboard.Access;
using Farlink.Dashboard.Json;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/about, /api/login, /api/logout.</summary>
internal sealed class AccessApi(AboutJson about, Gate gate)
{
    public IEnumerable<Route> Routes =>
    [
        Route.Get("/api/about", AboutAsync) with { Audience = Audience.Everybody },
        Route.Post("/api/login", SignInAsync) with { Audience = Audience.Everybody },
        Route.Post("/api/logout", SignOutAsync) with { Audience = Audience.Everybody },
    ];

    private Task AboutAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        var isSignedIn = gate.HasLogin && gate.Lets(context);
        return JsonAnswer.WriteAsync(context, json => about.Write(json, isSignedIn));
    }

    private async Task SignInAsync(HttpContext context)
    {
        using var body = await BodyReader.ReadAsync(context);
        await gate.SignInAsync(context, body.Text("password"));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task SignOutAsync(HttpContext context)
    {
        gate.SignOut(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
