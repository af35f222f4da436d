using System.Globalization;
using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Keys.Pairing;

/// <summary>
/// Counts tries to pair over the air that came to nothing: after three there is a pause of a minute, so that nobody gets many
/// guesses at a code out of people who try and try. Kept beside the pairings; a clock that was put back makes the pause longer,
/// never shorter.
/// </summary>
/// <param name="folder">The folder of pairings.</param>
/// <param name="time">The wall clock.</param>
public sealed class PairingTries(PairingFolder folder, TimeProvider time)
{
    /// <summary>Tries before a pause.</summary>
    public const int MostInARow = 3;

    /// <summary>The pause, counted from the last of them.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    private string File => Path.Combine(folder.Path, "tries.list");

    /// <summary>Counts a try that begins.</summary>
    /// <exception cref="PairingException">There were three, and the pause is not over.</exception>
    /// <exception cref="KeyFileException">The list cannot be kept.</exception>
    public void Begin()
    {
        folder.Create();
        var now = time.GetUtcNow();
        var tries = Read();
        if (tries.Count >= MostInARow)
        {
            var since = now - tries[^1];
            if (since < TimeSpan.Zero) Write([.. tries.Select(_ => now)]);
            if (since < Pause)
            {
                var left = since < TimeSpan.Zero ? Pause : Pause - since;
                throw new PairingException(
                    $"{MostInARow} tries to pair have failed: the next one is possible in "
                    + $"{Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s. If the codes differed, "
                    + "somebody else may be on the air: pair by files then (farlink pair offer).");
            }

            tries.Clear();
        }

        Write([.. tries, now]);
    }

    /// <summary>The try was a success.</summary>
    public void Succeed() => System.IO.File.Delete(File);

    private List<DateTimeOffset> Read()
    {
        if (!System.IO.File.Exists(File)) return [];
        var lines = Encoding.UTF8.GetString(PrivateFile.Read(File)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => DateTimeOffset.FromUnixTimeSeconds(
            long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var second) && second < 253402300800
                ? second : throw new PairingException($"{File} is damaged. Remove it.")))];
    }

    private void Write(DateTimeOffset[] tries) => PrivateFile.Write(
        File,
        Encoding.UTF8.GetBytes(string.Concat(tries.Select(at =>
            at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + "\n"))),
        replace: true);
}
