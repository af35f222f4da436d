using System.Text;

namespace Farlink.Host.Inspection;

/// <summary>Takes what a program prints, up to a limit; the rest is read and thrown away. Thread-safe.</summary>
internal sealed class BoundedText
{
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    /// <summary>What it has.</summary>
    public override string ToString()
    {
        lock (_lock) return _text.ToString();
    }

    /// <summary>Reads until the other end is closed.</summary>
    public async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer) is var count and > 0) Append(buffer.AsSpan(0, count));
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // The program was stopped: what has come counts.
        }
    }

    private void Append(ReadOnlySpan<char> part)
    {
        lock (_lock) _text.Append(part[..Math.Min(part.Length, HostView.MostCharacters - _text.Length)]);
    }
}
