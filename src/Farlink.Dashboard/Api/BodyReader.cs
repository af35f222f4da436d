using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Farlink.Protocol.Text;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>Reads the JSON object that a request carries, each field checked.</summary>
internal sealed class BodyReader : IDisposable
{
    private const int MostCharacters = 4096;
    private const int MostDepth = 4;

    private readonly JsonDocument _document;

    private BodyReader(JsonDocument document) => _document = document;

    private JsonElement Root => _document.RootElement;

    /// <summary>Reads the body. A form of another site cannot say that it is JSON, so nothing else is taken.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public static async Task<BodyReader> ReadAsync(HttpContext context)
    {
        var type = context.Request.ContentType ?? "";
        if (!string.Equals(type.Split(';')[0].Trim(), "application/json", StringComparison.OrdinalIgnoreCase))
            throw ApiException.BadRequest("The body must be JSON: send Content-Type: application/json.");
        try
        {
            var document = await JsonDocument.ParseAsync(
                context.Request.Body, new JsonDocumentOptions { MaxDepth = MostDepth }, context.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new BodyReader(document);
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below, in words of ours.
        }

        throw ApiException.BadRequest("The body is no JSON object: send one such as {\"role\":\"site\"}.");
    }

    /// <summary>The whole object.</summary>
    public ReadOnlyMemory<byte> Octets()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Root.WriteTo(json);
        return buffer.WrittenMemory;
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string name)
    {
        var value = Find(name, JsonValueKind.String, "a text");
        var text = GetString(name, value);
        return text.Length <= MostCharacters ? text
            : throw ApiException.BadRequest($"The field {name} is {text.Length} characters long: at most {MostCharacters}.");
    }

    /// <summary>One of a few words.</summary>
    public string Word(string name, params ReadOnlySpan<string> words)
    {
        var text = Text(name);
        foreach (var word in words)
            if (word == text) return word;
        throw Wrong(name, $"\"{Printable.Escape(text)}\"", string.Join(" or ", words.ToArray()));
    }

    /// <summary>A number in a range.</summary>
    public double Number(string name, double least, double most)
    {
        var value = Find(name, JsonValueKind.Number, "a number");
        return value.TryGetDouble(out var number) && number >= least && number <= most ? number
            : throw Wrong(name, Printable.Escape(value.GetRawText()), Range(least, most));
    }

    /// <summary>A whole number in a range.</summary>
    public long Whole(string name, long least, long most)
    {
        var value = Find(name, JsonValueKind.Number, "a whole number");
        return value.TryGetInt64(out var number) && number >= least && number <= most ? number
            : throw Wrong(name, Printable.Escape(value.GetRawText()), $"a whole number from {least} to {most}");
    }

    public bool Flag(string name)
    {
        if (!Root.TryGetProperty(name, out var value)) throw Missing(name);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, $"a {value.ValueKind}", "true or false"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private static string GetString(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A half of a surrogate pair, escaped.
            throw ApiException.BadRequest($"The field {name} is no good Unicode.");
        }
    }

    private static string Range(double least, double most) =>
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}");

    private static ApiException Missing(string name) => ApiException.BadRequest($"The field {name} is missing in the body.");

    private static ApiException Wrong(string name, string found, string allowed) =>
        ApiException.BadRequest($"The field {name} is {found}. Allowed: {allowed}.");

    private JsonElement Find(string name, JsonValueKind kind, string allowed)
    {
        if (!Root.TryGetProperty(name, out var value)) throw Missing(name);
        return value.ValueKind == kind ? value : throw Wrong(name, $"a {value.ValueKind}", allowed);
    }
}
