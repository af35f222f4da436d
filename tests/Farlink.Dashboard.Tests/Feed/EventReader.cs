using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Dashboard.Tests.Feed;

/// <summary>Reads a stream as a browser does, and lets time pass while it waits.</summary>
internal sealed class EventReader(HttpResponseMessage response, StreamReader lines, FakeTimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <summary>The id of the last event that had one.</summary>
    public string? LastId { get; private set; }

    public static async Task<EventReader> OpenAsync(Bench bench, string? lastId = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/stream", UriKind.Relative));
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        var response = await bench.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()), bench.Time);
    }

    /// <summary>The next event of a name; others are passed over.</summary>
    public async Task<JsonElement> NextAsync(string name)
    {
        while (true)
        {
            var (found, data) = await NextAsync();
            if (found == name) return data;
        }
    }

    /// <summary>The next event, or comment: its name is "" then. Null at the end.</summary>
    public async Task<(string? Name, JsonElement Data)> NextAsync()
    {
        var name = "";
        JsonElement data = default;
        while (await LineAsync() is { } line)
        {
            if (line.Length == 0) return (name, data);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].TrimStart(' ');
            switch (line[..colon])
            {
                case "id":
                    LastId = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "data":
                    using (var document = JsonDocument.Parse(value)) data = document.RootElement.Clone();
                    break;
                default:
                    break;
            }
        }

        return (null, data);
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The dashboard waits by the clock of the test, so that must go on until it has said something.</summary>
    private async Task<string?> LineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var reading = lines.ReadLineAsync(patience.Token).AsTask();
        while (!reading.IsCompleted)
        {
            time.Advance(Step);
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None));
        }

        return await reading;
    }
}
