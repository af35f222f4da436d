namespace Farlink.Protocol.Compression;

/// <summary>
/// Contexts of binary payloads: columns of layouts that stay the same (register dumps, C structs, Cayenne LPP), tagged fields
/// (Protocol Buffers, so Sparkplug B), and what stands beside. Numbers are met in both octet orders: the low octet of a
/// little-endian one wraps, the octet after it carries; the low octet of a big-endian one goes on where the high one changed.
/// </summary>
internal sealed class BinaryContexts
{
    private readonly FieldScan _fields = new();
    private readonly MessageMemory _memory;
    private ulong _fieldOctets;
    private int _fieldLength;
    private uint _field;
    private uint _first;

    public BinaryContexts(ModelSize size)
    {
        _memory = new MessageMemory(size);
        Experts = new OctetExperts(size);
    }

    /// <summary>Experts on the octet that comes.</summary>
    public OctetExperts Experts { get; }

    /// <summary>Octets held.</summary>
    public long Octets => _memory.Octets + Experts.Octets;

    public void CopyFrom(BinaryContexts other)
    {
        _memory.CopyFrom(other._memory);
        Experts.CopyFrom(other.Experts);
    }

    /// <summary>A payload of this topic begins.</summary>
    public void BeginMessage(uint topic)
    {
        _fields.Begin();
        _memory.Begin(topic);
        _fieldOctets = 0;
        _fieldLength = 0;
        _first = 0;
    }

    public void Compute(ContextSet set, MessageScan scan)
    {
        var last8 = scan.Last8;
        var octet = (int)(last8 & 0xFF);
        var column = Hash.Add(scan.Topic, (uint)scan.Offset);
        var above = _memory.Above(scan.Offset);
        var aboveLast = _memory.Above(scan.Offset - 1);
        var twoAbove = _memory.TwoAbove(scan.Offset);
        var path = _fields.Path;
        var index = (uint)_fields.Index;
        if (index == 0) _field = FieldOf(scan);
        var (inField, inFieldLast) = FieldAbove((int)index);
        var step = aboveLast < 0 ? 9 : Math.Clamp(octet - aboveLast, -2, 2) + 2;
        var fieldStep = inFieldLast < 0 ? 9 : Math.Clamp(octet - inFieldLast, -2, 2) + 2;
        set.Begin(Section.Binary, column);
        set.Add(column, (uint)above);
        set.Add(column, (uint)((above << 8) + twoAbove));
        set.Add(_field, (index << 8) + (uint)inField);
        set.Add(_field, index);
        set.Add(column, (uint)octet);
        set.Add((uint)last8 & 0xFFFFFF, 0);
        set.Add(_field, (uint)last8 & 0xFFFF);
        set.Add((uint)last8, (uint)(last8 >> 32) & 0xFFFF);
        set.Add((uint)octet, 0);
        set.Add((uint)last8 & 0xFFFF, 0);
        set.Add(column, 0);
        set.Add(column, (uint)((above << 4) + step));
        set.Add(column, aboveLast < 0 ? 999 : (uint)(octet - aboveLast));
        set.Add(Hash.Add(scan.Topic, path), index);
        set.Add(path, (index << 8) + (uint)octet);
        set.Add(path, (uint)((fieldStep << 12) + (int)(index << 8) + inField));
        set.Add((uint)(last8 >> 8) & 0xFFFF, 0);
        set.Add((uint)(last8 >> 24) & 0xFF, (uint)scan.Offset & 3);
        set.Add(Hash.Add(scan.Topic, (uint)scan.Offset & 1), (uint)(last8 >> 8) & 0xFF);
        set.Add(column, _first);
        set.Add(0, 0);

        set.AddGuess(column, (uint)octet);
        set.AddGuess(_field, index);
        set.AddGuess((uint)last8 & 0xFFFFFF, 0);
        set.AddGuess((uint)last8, (uint)(last8 >> 32));
        set.AddGuess(column, 0);
        set.AddGuess(_field, Hash.Add(index, (uint)last8 & 0xFFFF));

        Experts.Silence();
        AimColumn(column, octet, above, aboveLast, twoAbove);
        AimField(Hash.Add(_field, index), octet, inField, inFieldLast);
    }

    /// <summary>Learns an octet and reads it on.</summary>
    public void Learn(MessageScan scan, byte octet)
    {
        Experts.Learn(octet);
        Read(octet, learns: true);
        if (scan.Offset == 0) _first = octet;
        scan.Next(octet);
    }

    /// <summary>Reads an octet on that was learned before.</summary>
    public void Skip(MessageScan scan, byte octet)
    {
        if (_fields.Index == 0) _field = FieldOf(scan);
        Read(octet, learns: false);
        if (scan.Offset == 0) _first = octet;
        scan.Next(octet);
    }

    private uint FieldOf(MessageScan scan) => Hash.Add(Hash.Add(scan.Topic, _fields.Path), _fields.Thing);

    private void Read(byte octet, bool learns)
    {
        _memory.Add(octet);
        _fieldOctets = (_fieldOctets << 8) | octet;
        _fieldLength++;
        _fields.Next(octet);
        if (_fields.Index != 0) return;
        if (learns) _memory.SetField(_field, _fieldOctets, _fieldLength);
        _fieldOctets = 0;
        _fieldLength = 0;
    }

    /// <summary>The payload has ended.</summary>
    public void End() => _memory.End();

    /// <summary>The same octet of the field's last value, and the one before it; -1 if there is none.</summary>
    private (int Octet, int Last) FieldAbove(int index)
    {
        var length = _memory.FieldLength(_field);
        if (index >= length || length > 8) return (-1, -1);
        var octets = _memory.FieldOctets(_field);
        var octet = (int)(octets >> (8 * (length - 1 - index))) & 0xFF;
        return (octet, index == 0 ? -1 : (int)(octets >> (8 * (length - index))) & 0xFF);
    }

    private void AimColumn(uint column, int octet, int above, int aboveLast, int twoAbove)
    {
        if (above < 0) return;

        // Big-endian: the high octet has gone up or down by one, so this one goes on from there.
        if (aboveLast < 0) Experts.Aim(0, column, above, false);
        else if (Math.Abs(octet - aboveLast) <= 1) Experts.Aim(0, column, above + (256 * (aboveLast - octet)), false);
        Experts.Aim(1, column, above, true);
        if (twoAbove >= 0) Experts.Aim(2, column, ((2 * above) - twoAbove) & 0xFF, true);
        if (aboveLast < 0) return;

        // Little-endian: the low octet has gone around, so this one carries.
        var low = aboveLast + (sbyte)(octet - aboveLast);
        Experts.Aim(3, column, (above + (low > 255 ? 1 : low < 0 ? -1 : 0)) & 0xFF, true);
    }

    private void AimField(uint place, int octet, int inField, int inFieldLast)
    {
        if (inField < 0) return;
        Experts.Aim(4, place, inField, false);
        if (inFieldLast < 0) return;

        // Varints carry at 7 bits.
        var low = (inFieldLast & 0x7F) + ((sbyte)((octet - inFieldLast) << 1) >> 1);
        Experts.Aim(5, place, inField + (low > 127 ? 1 : low < 0 ? -1 : 0), false);
    }
}
