namespace Farlink.Protocol.Compression;

/// <summary>How far numbers lie from a guess: log2 of the usual distance, and how often it is zero or upwards.</summary>
internal struct Spread
{
    /// <summary>log2 of the usual distance that is not zero, in sixteenths.</summary>
    public short Scale;

    /// <summary>Probability of no distance, 16 bits.</summary>
    public ushort Zero;

    /// <summary>Probability that another is upwards, 16 bits.</summary>
    public ushort Up;

    /// <summary>A spread before anything was seen.</summary>
    public static Spread Unknown => new() { Scale = 48, Zero = 20000, Up = 32768 };

    /// <summary>Learns a distance; the first few count most, later ones a twentieth.</summary>
    /// <param name="distance">From the guess to what came.</param>
    /// <param name="seen">How many were learned before.</param>
    /// <param name="shape">Learns too.</param>
    public void Learn(long distance, int seen, DeltaShape shape)
    {
        var rate = Math.Min(seen + 2, 20);
        Zero = (ushort)Math.Clamp(Zero + (((distance == 0 ? 65535 : 0) - Zero) / rate), 32, 65535 - 32);
        if (distance == 0) return;
        Up = (ushort)Math.Clamp(Up + (((distance > 0 ? 65535 : 0) - Up) / rate), 64, 65535 - 64);
        var size = (ulong)Math.Abs(distance);
        shape.Learn(size, Scale);
        Scale += (short)((DeltaShape.Log(size) - Scale) / Math.Min(seen + 1, 12));
    }
}

/// <summary>
/// What is known of the numbers of a field. A value is kept without its point, at <see cref="Decimals"/> decimals.
/// </summary>
internal struct NumberField
{
    /// <summary>Hash of the field; 0 if the cell is free.</summary>
    public uint Check;

    /// <summary>The last number.</summary>
    public long Last;

    /// <summary>What it had changed by.</summary>
    public long Change;

    /// <summary>Where numbers usually are, in sixteenths.</summary>
    public long Mean;

    /// <summary>Decimals, the most seen.</summary>
    public byte Decimals;

    /// <summary>Digits before the point, last time.</summary>
    public byte IntegerDigits;

    /// <summary>Numbers seen, to 255.</summary>
    public byte Count;

    /// <summary>How many numbers before it in the message the one stands that changes alike; 0: none.</summary>
    public byte Reference;

    /// <summary>Whether short numbers have zeros in front.</summary>
    public bool IsFixedWidth;

    /// <summary>Around the last number.</summary>
    public Spread AroundLast;

    /// <summary>Around the last number and its change once more.</summary>
    public Spread AroundLine;

    /// <summary>Around the last number and the change of the reference.</summary>
    public Spread AroundReference;

    /// <summary>Around the mean.</summary>
    public Spread AroundMean;
}
