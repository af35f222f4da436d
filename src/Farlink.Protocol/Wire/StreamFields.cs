namespace Farlink.Protocol.Wire;

/// <summary>What an extended frame says of the compressed streams; in this order on the air (docs/protocol.md §4).</summary>
internal readonly record struct StreamFields
{
    /// <summary>The bits in the second octet of flags.</summary>
    public const int CheckFlag = 0x04, ResetFlag = 0x08, EpochFlag = 0x10, ProofFlag = 0x20;

    /// <summary>All of them.</summary>
    public const int AllFlags = CheckFlag | ResetFlag | EpochFlag | ProofFlag;

    /// <summary>The sender's text so far, to be compared.</summary>
    public CheckField? Check { get; init; }

    /// <summary>The sender cannot go on with the receiver's stream.</summary>
    public ResetField? Reset { get; init; }

    /// <summary>The sender's stream begins anew.</summary>
    public EpochField? Epoch { get; init; }

    /// <summary>The receiver's text before this chunk, low 8 bits of its number, was compared and is the same here.</summary>
    public byte? Proof { get; init; }

    /// <summary>Which of them are there.</summary>
    public int Flags => (Check is null ? 0 : CheckFlag) | (Reset is null ? 0 : ResetFlag) | (Epoch is null ? 0 : EpochFlag)
        | (Proof is null ? 0 : ProofFlag);

    /// <summary>Octets on the air.</summary>
    public int Size => SizeOf(Flags);

    /// <summary>Writes them.</summary>
    public void Write(Span<byte> to)
    {
        Check?.Write(to);
        if (Check is not null) to = to[CheckField.Size..];
        Reset?.Write(to);
        if (Reset is not null) to = to[ResetField.Size..];
        Epoch?.Write(to);
        if (Epoch is not null) to = to[EpochField.Size..];
        if (Proof is { } chunk) to[0] = chunk;
    }

    /// <summary>Octets of those that flags announce.</summary>
    public static int SizeOf(int flags) => ((flags & CheckFlag) == 0 ? 0 : CheckField.Size)
        + ((flags & ResetFlag) == 0 ? 0 : ResetField.Size) + ((flags & EpochFlag) == 0 ? 0 : EpochField.Size)
        + ((flags & ProofFlag) == 0 ? 0 : 1);

    /// <summary>Reads those that flags announce; there are <see cref="SizeOf"/> octets.</summary>
    public static StreamFields Parse(int flags, ReadOnlySpan<byte> octets) => new()
    {
        Check = (flags & CheckFlag) == 0 ? null : CheckField.Parse(octets),
        Reset = (flags & ResetFlag) == 0 ? null : ResetField.Parse(octets[SizeOf(flags & CheckFlag)..]),
        Epoch = (flags & EpochFlag) == 0 ? null : EpochField.Parse(octets[SizeOf(flags & (CheckFlag | ResetFlag))..]),
        Proof = (flags & ProofFlag) == 0 ? null : octets[SizeOf(flags & (CheckFlag | ResetFlag | EpochFlag))],
    };
}
