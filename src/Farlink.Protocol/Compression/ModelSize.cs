namespace Farlink.Protocol.Compression;

/// <summary>
/// How large a model is: 1, 2, 4, 8 or 16 MiB a direction, everything counted. What is beside the table of histories has a fixed
/// size from 2 MiB on, and is halved for the smallest.
/// </summary>
internal readonly record struct ModelSize
{
    /// <summary>What a link has unless told otherwise, in MiB.</summary>
    public const int DefaultMebibytes = 4;

    /// <summary>Octets of all but the table of histories, at least; a test adds them up.</summary>
    private const int BesideOctets = 1536 * 1024;
    private const int SmallBesideOctets = 900 * 1024;

    private ModelSize(int mebibytes) => Mebibytes = mebibytes;

    /// <summary>Size in MiB.</summary>
    public int Mebibytes { get; }

    /// <summary>Whether tables are halved or more.</summary>
    public bool IsSmall => Mebibytes == 1;

    /// <summary>Slots of the table of histories, 4 octets each.</summary>
    public int Slots => ((Mebibytes << 20) - (IsSmall ? SmallBesideOctets : BesideOctets)) / 4 / 8 * 8;

    /// <summary>Bits less in the index of a table.</summary>
    public int Less => IsSmall ? 2 : 0;

    /// <summary>A size that both ends have: the largest that is not above either wish.</summary>
    /// <param name="mebibytes">Wish in MiB; below 1 there is no model.</param>
    public static ModelSize? AtMost(int mebibytes) =>
        mebibytes < 1 ? null : new ModelSize(Math.Min(16, 1 << (31 - int.LeadingZeroCount(mebibytes))));
}
