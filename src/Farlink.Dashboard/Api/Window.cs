using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>Which part of a log is asked for.</summary>
/// <param name="After">The first ones after this id; null: the last ones.</param>
/// <param name="Before">The last ones before this id.</param>
/// <param name="Limit">How many.</param>
internal readonly record struct Window(long? After, long Before, int Limit)
{
    public static Window Read(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var after = query.Whole("after", 0, long.MaxValue);
        var before = query.Whole("before", 0, long.MaxValue);
        var limit = query.Limit();
        query.Finish();
        if (after is not null && before is not null)
            throw ApiException.BadRequest("The parameters after and before are both there: give one of them.");
        return new Window(after, before ?? long.MaxValue, limit);
    }
}
