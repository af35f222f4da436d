using System.Globalization;
using System.Text;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>
/// What is told once, when all is written: secrets that were made up, and what comes next. It is kept with what an interrupted
/// init has left to do: of passwords the files have hashes alone.
/// </summary>
internal sealed record InitClosing
{
    /// <summary>Passwords that were made.</summary>
    public IReadOnlyList<DevicePassword> Passwords { get; init; } = [];

    /// <summary>The name of the access point; null: none.</summary>
    public string? Ssid { get; init; }

    /// <summary>Its passphrase, if it was made up here; else null.</summary>
    public string? Passphrase { get; init; }

    /// <summary>What comes next, each with its command.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>That of an end.</summary>
    /// <param name="answers">The end.</param>
    /// <param name="plan">What is written.</param>
    /// <param name="isWifiDone">Whether the access point is made already.</param>
    /// <param name="isPaired">Whether it is paired already.</param>
    public static InitClosing Of(InitAnswers answers, InitPlan plan, bool isWifiDone, bool isPaired) => new()
    {
        Passwords = plan.Passwords,
        Ssid = answers.Wifi?.Ssid,
        Passphrase = answers.Wifi is { IsMadeUp: true } made ? made.Passphrase : null,
        Steps = NextSteps.Of(answers, plan, isWifiDone, isPaired),
    };

    /// <summary>For people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        if (Passwords.Count > 0 || Passphrase is not null) text.Append("\nShown once, write it down:\n");
        if (Passphrase is not null)
            text.Append(CultureInfo.InvariantCulture, $"  WiFi {Printable.Escape(Ssid ?? "")}, passphrase {Passphrase}\n");
        foreach (var one in Passwords)
            text.Append(CultureInfo.InvariantCulture, $"  device {one.Device}, password {one.Password}\n");
        if (Steps.Count == 0) return text.ToString();
        text.Append("\nNext:\n");
        foreach (var (index, step) in Steps.Index())
            text.Append(CultureInfo.InvariantCulture, $"  {index + 1}. {step}\n");
        return text.ToString();
    }

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"{Passwords.Count} passwords, {Steps.Count} steps";
}
