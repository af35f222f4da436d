using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>Answers with one JSON object.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";

    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> body, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return WriteAsync(context, buffer.WrittenMemory, ContentType, status);
    }

    public static async Task WriteAsync(
        HttpContext context, ReadOnlyMemory<byte> octets, string contentType, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = octets.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(octets, context.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpContext context, int status, string message) =>
        WriteAsync(context, json => json.WriteString("error", message), status);
}
