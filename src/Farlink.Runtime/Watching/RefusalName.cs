using System.Text.Json;
using Farlink.Protocol.Link;

namespace Farlink.Runtime.Watching;

/// <summary>What reasons for which frames are refused are called in frames, metrics and JSON.</summary>
public static class RefusalName
{
    /// <summary>The words with underscores: <c>not_authentic</c>.</summary>
    public static string Of(LinkRefusal reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
