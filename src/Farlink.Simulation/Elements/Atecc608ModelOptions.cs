namespace Farlink.Simulation.Elements;

/// <summary>What chip it is and how it left the factory.</summary>
public sealed record Atecc608ModelOptions
{
    /// <summary>Octets of a serial number.</summary>
    public const int SerialNumberLength = 9;

    /// <summary>How it left the factory; default blank.</summary>
    public Atecc608Start Start { get; init; } = Atecc608Start.Blank;

    /// <summary>
    /// Nine octets; the first two must be 01 23. Default (null): 01 23 46 61 72 6C 69 6E, and EE for a blank chip or 01 for
    /// Trust&amp;GO and TrustFLEX, as those have it.
    /// </summary>
    public ReadOnlyMemory<byte>? SerialNumber { get; init; }

    /// <summary>Four octets: 00 00 60 02 for an ATECC608A (the default), 00 00 60 03 for an ATECC608B.</summary>
    public ReadOnlyMemory<byte> Revision { get; init; } = new byte[] { 0x00, 0x00, 0x60, 0x02 };

    /// <summary>Its address of seven bits, 0x08 to 0x77; default (null): that of <see cref="Start"/>.</summary>
    public int? Address { get; init; }

    /// <summary>How fast its core runs; default full speed.</summary>
    public Atecc608ClockDivider ClockDivider { get; init; } = Atecc608ClockDivider.M0;

    /// <summary>
    /// What share of its longest time a command takes, above 0 to 1; default 1. Longer than the longest is a fault:
    /// <see cref="Atecc608Faults.Slowness"/>.
    /// </summary>
    public double ExecutionShare { get; init; } = 1;

    /// <summary>
    /// From the wake pulse until it sleeps by itself; default 1.3 s, its typical value. Bit 2 of ChipMode makes it 10 s.
    /// </summary>
    public TimeSpan Watchdog { get; init; } = TimeSpan.FromMilliseconds(1_300);

    /// <summary>
    /// Whether Sign of an external digest in a slot with KeyConfig.ReqRandom wants Random or Nonce to have run with a new seed
    /// since the chip slept; default yes. The public data sheets only say that a random nonce is required, and the maker's
    /// library always does it.
    /// </summary>
    public bool SignNeedsSeed { get; init; } = true;

    /// <summary>
    /// What its slots hold at the start, by number; default nothing. A slot of a private key takes 32 octets, big-endian, 1 to
    /// the order of the curve less 1; others take up to their size from their first octet.
    /// </summary>
    public IReadOnlyDictionary<int, ReadOnlyMemory<byte>> Slots { get; init; } = new Dictionary<int, ReadOnlyMemory<byte>>();

    /// <summary>What goes wrong from the start; default nothing.</summary>
    public Atecc608Faults Faults { get; init; } = Atecc608Faults.None;
}
