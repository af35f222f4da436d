namespace Farlink.Protocol.Compression;

/// <summary>
/// Reads binary payloads as tagged fields (Protocol Buffers' encoding: tag and wire type, varints, fixed 32 and 64, nested
/// messages) and knows which field an octet belongs to. On anything else its answers are only noise that the mixer learns to
/// ignore: a payload that breaks the encoding is left alone to its end.
/// </summary>
internal sealed class FieldScan
{
    private const int MostDepth = 8;
    private readonly uint[] _paths = new uint[MostDepth + 1];
    private readonly int[] _ends = new int[MostDepth + 1];
    private readonly uint[] _things = new uint[MostDepth + 1];
    private readonly bool[] _isFirst = new bool[MostDepth + 1];
    private int _depth;
    private State _state;
    private ulong _varint;
    private int _left;
    private uint _fieldNumber;
    private uint _valueHash;
    private int _offset;

    private enum State
    {
        Tag,
        Varint,
        Fixed,
        Length,
        Octets,
        Broken,
    }

    public bool IsBroken => _state == State.Broken;

    /// <summary>The fields around the octet that comes, from the outside in.</summary>
    public uint Path { get; private set; }

    /// <summary>Octets of this field so far.</summary>
    public int Index { get; private set; }

    /// <summary>What kind of octet comes: tag, varint, fixed, length, octets, or none of it.</summary>
    public int Kind => (int)_state;

    /// <summary>Hash of the first field of the message around: often a name, an alias or an id.</summary>
    public uint Thing => _things[_depth];

    public void Begin()
    {
        _depth = 0;
        _state = State.Tag;
        _paths[0] = 1;
        _ends[0] = int.MaxValue;
        _things[0] = 0;
        _isFirst[0] = true;
        Path = Hash.Add(1, 0);
        Index = 0;
        _varint = 0;
        _offset = 0;
        _valueHash = 0;
    }

    public void Next(byte octet)
    {
        _offset++;
        Index++;
        switch (_state)
        {
            case State.Tag:
                if (!TryVarint(octet)) return;
                _fieldNumber = (uint)(_varint >> 3);
                var wire = (int)(_varint & 7);
                _valueHash = 0;
                if (_fieldNumber == 0 || wire is 3 or 4 or 6 or 7)
                {
                    Break();
                    return;
                }

                _left = wire == 1 ? 8 : 4;
                var next = wire switch { 0 => State.Varint, 2 => State.Length, _ => State.Fixed };
                Enter(next, Hash.Add(_paths[_depth], (_fieldNumber << 3) + (uint)wire));
                break;
            case State.Varint:
                _valueHash = Hash.Add(_valueHash, octet);
                if (TryVarint(octet)) EndField();
                break;
            case State.Fixed:
                _valueHash = Hash.Add(_valueHash, octet);
                if (--_left == 0) EndField();
                break;
            case State.Length:
                if (!TryVarint(octet)) return;
                var end = _offset + (int)Math.Min(_varint, 1 << 20);
                if (_varint == 0) EndField();
                else if (end > _ends[_depth] || _varint > 1 << 16) Break();
                else OpenOctets(end);
                break;
            case State.Octets:
                _valueHash = Hash.Add(_valueHash, octet);
                if (--_left == 0) EndField();
                break;
            default:
                break;
        }
    }

    private void OpenOctets(int end)
    {
        // Printable text begins with a letter, a nested message with a small tag; only the next octet will tell.
        var path = Hash.Add(_paths[_depth], _fieldNumber + 1000);
        if (_depth == MostDepth)
        {
            _left = end - _offset;
            Enter(State.Octets, path);
            return;
        }

        _depth++;
        _paths[_depth] = path;
        _ends[_depth] = end;
        _things[_depth] = 0;
        _isFirst[_depth] = true;
        Enter(State.Tag, Hash.Add(path, 0));
    }

    private bool TryVarint(byte octet)
    {
        if (Index > 10)
        {
            Break();
            return false;
        }

        _varint |= (ulong)(octet & 0x7F) << (7 * (Index - 1));
        return (octet & 0x80) == 0;
    }

    private void EndField()
    {
        if (_isFirst[_depth])
        {
            _things[_depth] = Hash.Add(_valueHash, _fieldNumber);
            _isFirst[_depth] = false;
        }

        while (_depth > 0 && _offset >= _ends[_depth]) _depth--;
        Enter(State.Tag, Hash.Add(_paths[_depth], _fieldNumber));
    }

    private void Enter(State state, uint path)
    {
        _state = state;
        Path = path;
        Index = 0;
        _varint = 0;
    }

    /// <summary>What looked nested is no message: octets to the end of the innermost one that has an end.</summary>
    private void Break()
    {
        if (_depth > 0 && _offset < _ends[_depth])
        {
            _left = _ends[_depth] - _offset;
            var path = Hash.Add(_paths[_depth], 7);
            _depth--;
            Enter(State.Octets, path);
            return;
        }

        Enter(State.Broken, 3);
    }
}
