using System.Globalization;
using Farlink.Protocol.Text;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>The number at the end of a path.</summary>
internal static class PathId
{
    public static long Read(HttpContext context, string prefix)
    {
        var text = context.Request.Path.Value![prefix.Length..];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : throw ApiException.BadRequest($"\"{Printable.Escape(text)}\" after {prefix} is no number.");
    }
}
