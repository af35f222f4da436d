namespace Farlink.Protocol.Wire;

/// <summary>
/// The text of an extended frame: one or two octets of flags, then what they announce, in the order of the properties here; the
/// chunk is last and goes to the end (docs/protocol.md §4).
/// </summary>
internal ref struct ExtendedBody
{
    private const int AckFlag = 0x01;
    private const int ChunkFlag = 0x02;
    private const int ResumeFlag = 0x04;
    private const int SettingsFlag = 0x08;
    private const int CreditFlag = 0x10;
    private const int PhaseFlag = 0x20;
    private const int PublishedFlag = 0x40;
    private const int MoreFlag = 0x80;
    private const int ByeFlag = 0x01;
    private const int MarginFlag = 0x02;

    /// <summary>What the sender has received.</summary>
    public AckField? Ack { get; set; }

    /// <summary>Where the streams go on.</summary>
    public ResumeField? Resume { get; set; }

    /// <summary>The sender's settings.</summary>
    public SettingsField? Settings { get; set; }

    /// <summary>How many polls the sender can answer before its duty cycle relieves it.</summary>
    public byte? Credit { get; set; }

    /// <summary>The receiver's time slot.</summary>
    public PhaseField? Phase { get; set; }

    /// <summary>Every stream id up to this one has been published by the sender; on the air a varint.</summary>
    public long? Published { get; set; }

    /// <summary>The sender stops cleanly.</summary>
    public bool Bye { get; set; }

    /// <summary>How far above the limit the sender hears the receiver of this frame, in dB.</summary>
    public sbyte? Margin { get; set; }

    /// <summary>What it says of the compressed streams.</summary>
    public StreamFields Streams { get; set; }

    /// <summary>Low 8 bits of the number of <see cref="Chunk"/>.</summary>
    public byte? ChunkNumber { get; set; }

    /// <summary>Coded octets; only if <see cref="ChunkNumber"/> is there.</summary>
    public ReadOnlySpan<byte> Chunk { get; set; }

    /// <summary>Octets without the chunk's.</summary>
    public readonly int OverheadSize
    {
        get
        {
            var size = More == 0 ? 1 : 2;
            if (Ack is { } ack) size += 2 + ack.BitmapOctets;
            if (Resume is not null) size += ResumeField.Size;
            if (Settings is not null) size += 1 + SettingsField.Size;
            if (Credit is not null) size++;
            if (Phase is not null) size += PhaseField.Size;
            if (Published is { } published) size += Varint.Size((ulong)published);
            if (Margin is not null) size++;
            size += Streams.Size;
            if (ChunkNumber is not null) size++;
            return size;
        }
    }

    private readonly int More => (Bye ? ByeFlag : 0) | (Margin is null ? 0 : MarginFlag) | Streams.Flags;

    /// <summary>Writes everything and returns the octets.</summary>
    public readonly int Write(Span<byte> to)
    {
        to[0] = (byte)((Ack is null ? 0 : AckFlag) | (ChunkNumber is null ? 0 : ChunkFlag) | (Resume is null ? 0 : ResumeFlag)
            | (Settings is null ? 0 : SettingsFlag) | (Credit is null ? 0 : CreditFlag) | (Phase is null ? 0 : PhaseFlag)
            | (Published is null ? 0 : PublishedFlag) | (More == 0 ? 0 : MoreFlag));
        var at = 1;
        if (More != 0) to[at++] = (byte)More;
        if (Ack is { } ack)
        {
            to[at] = (byte)ack.BitmapOctets;
            at += 1 + ack.Write(to[(at + 1)..]);
        }

        if (Resume is { } resume)
        {
            resume.Write(to[at..]);
            at += ResumeField.Size;
        }

        if (Settings is { } settings)
        {
            to[at++] = SettingsField.Size;
            settings.Write(to[at..]);
            at += SettingsField.Size;
        }

        if (Credit is { } credit) to[at++] = credit;
        if (Phase is { } phase)
        {
            phase.Write(to[at..]);
            at += PhaseField.Size;
        }

        if (Published is { } published) at += Varint.Write(to[at..], (ulong)published);
        if (Margin is { } margin) to[at++] = unchecked((byte)margin);
        Streams.Write(to[at..]);
        at += Streams.Size;
        if (ChunkNumber is not { } number) return at;
        to[at++] = number;
        Chunk.CopyTo(to[at..]);
        return at + Chunk.Length;
    }

    /// <summary>Reads a body; false if anything is cut off, unknown or left over.</summary>
    /// <param name="octets">The opened text.</param>
    /// <param name="expectedCum">The chunk nearest to which an acknowledgement lies.</param>
    /// <param name="body">What was read; its chunk points into <paramref name="octets"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> octets, long expectedCum, out ExtendedBody body)
    {
        body = default;
        if (!TryTake(ref octets, 1, out var first)) return false;
        var flags = first[0];
        var more = 0;
        if ((flags & MoreFlag) != 0)
        {
            if (!TryTake(ref octets, 1, out var second)) return false;
            more = second[0];
            if (more == 0 || (more & ~(ByeFlag | MarginFlag | StreamFields.AllFlags)) != 0) return false;
            body.Bye = (more & ByeFlag) != 0;
        }

        if ((flags & AckFlag) != 0)
        {
            if (!TryReadAck(ref octets, expectedCum, out var ack)) return false;
            body.Ack = ack;
        }

        if ((flags & ResumeFlag) != 0)
        {
            if (!TryTake(ref octets, ResumeField.Size, out var field)) return false;
            body.Resume = ResumeField.Parse(field);
        }

        if ((flags & SettingsFlag) != 0)
        {
            if (!TryReadSettings(ref octets, out var settings)) return false;
            body.Settings = settings;
        }

        if ((flags & CreditFlag) != 0)
        {
            if (!TryTake(ref octets, 1, out var field)) return false;
            body.Credit = field[0];
        }

        if ((flags & PhaseFlag) != 0)
        {
            if (!TryTake(ref octets, PhaseField.Size, out var field)) return false;
            body.Phase = PhaseField.Parse(field);
        }

        if ((flags & PublishedFlag) != 0)
        {
            if (!Varint.TryRead(ref octets, out var published)) return false;
            body.Published = published;
        }

        if ((more & MarginFlag) != 0)
        {
            if (!TryTake(ref octets, 1, out var field)) return false;
            body.Margin = unchecked((sbyte)field[0]);
        }

        if (!TryTake(ref octets, StreamFields.SizeOf(more), out var streams)) return false;
        body.Streams = StreamFields.Parse(more, streams);
        if ((flags & ChunkFlag) == 0) return octets.IsEmpty;
        if (octets.Length < 2) return false;
        body.ChunkNumber = octets[0];
        body.Chunk = octets[1..];
        return true;
    }

    private static bool TryReadAck(ref ReadOnlySpan<byte> octets, long expectedCum, out AckField ack)
    {
        ack = default;
        return TryTake(ref octets, 1, out var length) && TryTake(ref octets, 1 + length[0], out var field)
            && AckField.TryParse(field, expectedCum, out ack);
    }

    private static bool TryReadSettings(ref ReadOnlySpan<byte> octets, out SettingsField settings)
    {
        settings = default;
        return TryTake(ref octets, 1, out var length) && TryTake(ref octets, length[0], out var field)
            && SettingsField.TryParse(field, out settings);
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> octets, int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (octets.Length < count) return false;
        taken = octets[..count];
        octets = octets[count..];
        return true;
    }
}
