namespace Farlink.Setup;

/// <summary>The access point of a site.</summary>
/// <param name="Interface">wlan0</param>
/// <param name="Ssid">Its name.</param>
/// <param name="Passphrase">Its passphrase.</param>
/// <param name="Country">ISO 3166-1, two capital letters.</param>
/// <param name="Channel">Of the 2.4 GHz band.</param>
internal sealed record WifiAnswers(string Interface, string Ssid, string Passphrase, string Country, int Channel)
{
    /// <summary>Whether the passphrase was made up here, and is told at the end.</summary>
    public bool IsMadeUp { get; init; }

    /// <summary>Without the passphrase.</summary>
    public override string ToString() => $"{Ssid} on {Interface}";
}
