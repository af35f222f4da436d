namespace Farlink.Simulation.Elements;

/// <summary>What every use of a private key asks first.</summary>
internal static class KeyRules
{
    /// <summary>
    /// Whether a slot is meant for a private key and may be used: the configuration is locked, it is of P-256, and no other key
    /// has to authorize it (the model cannot do that, so such a slot is always refused).
    /// </summary>
    public static bool IsUsable(Atecc608State chip, int slot) => chip.Config.IsLocked
        && chip.Config.Key(slot) is { IsPrivate: true, IsP256: true, RequiresAuthorization: false };
}
