namespace Farlink.Simulation.Elements;

/// <summary>How a chip leaves the factory.</summary>
public enum Atecc608Start
{
    /// <summary>Not configured: both zones open, slots 0 to 2 meant for P-256 keys, address 0x60.</summary>
    Blank,

    /// <summary>Trust&amp;GO for TLS (TNGTLS): both zones locked, keys in slots 0 to 4, address 0x35.</summary>
    TrustAndGo,

    /// <summary>TrustFLEX for TLS (TFLXTLS): both zones locked, keys in slots 0 to 4, address 0x36.</summary>
    TrustFlex,
}
