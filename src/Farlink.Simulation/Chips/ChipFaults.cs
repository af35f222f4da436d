namespace Farlink.Simulation.Chips;

/// <summary>What goes wrong with a chip model; may be changed while it runs.</summary>
public sealed class ChipFaults
{
    /// <summary>Share of good frames that arrive with a wrong CRC; default 0.</summary>
    public double CrcErrorShare { get; set; }

    /// <summary>Share of octets to and from the chip in which a bit is flipped on the wire; default 0.</summary>
    public double SpiNoiseShare { get; set; }

    /// <summary>BUSY never falls again.</summary>
    public bool BusyIsStuck { get; set; }

    /// <summary>The interrupt line stays low, as with a broken wire.</summary>
    public bool InterruptIsCut { get; set; }

    /// <summary>The chip has no power: nothing drives MISO, which floats high.</summary>
    public bool HasNoPower { get; set; }

    /// <summary>MISO is held low: what is read is zero.</summary>
    public bool MisoIsLow { get; set; }

    /// <summary>The chip takes commands, and its modem does nothing.</summary>
    public bool Hangs { get; set; }
}
