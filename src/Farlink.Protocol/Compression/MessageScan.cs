namespace Farlink.Protocol.Compression;

/// <summary>Parts of a message, in the order in which they are coded.</summary>
internal enum Section
{
    Head,
    Topic,
    Properties,
    Text,
    Binary,
}

/// <summary>
/// Reads a message octet by octet and knows where it is: which key, which value, which number, which token. It never fails: on
/// what is no JSON it is a plain tokeniser.
/// </summary>
internal sealed class MessageScan
{
    private const int MostDepth = 16;
    private readonly uint[] _keys = new uint[MostDepth + 1];
    private readonly bool[] _isArray = new bool[MostDepth + 1];
    private readonly int[] _indexes = new int[MostDepth + 1];
    private int _depth;
    private bool _isEscaped;
    private bool _expectsKey;
    private uint _stringHash;
    private bool _minus;

    public Section Section { get; private set; }
    public uint Topic { get; private set; }
    public int Offset { get; private set; }
    public ulong Last8 { get; private set; }
    public bool IsJson { get; private set; }
    public bool InString { get; private set; }
    public bool IsKey { get; private set; }

    /// <summary>Where in the structure: keys from the outside in, index in an array, token in a value.</summary>
    public uint Path { get; private set; }

    /// <summary>The innermost key.</summary>
    public uint Key { get; private set; }

    /// <summary>Everything so far, each number replaced by one sign.</summary>
    public uint Template { get; private set; }

    /// <summary>Everything so far.</summary>
    public uint Prefix { get; private set; }

    /// <summary>The token so far; 0 at its beginning.</summary>
    public uint Token { get; private set; }
    public int TokenLength { get; private set; }
    public uint PreviousToken { get; private set; }
    public uint PreviousToken2 { get; private set; }
    public bool TokenHasDigit { get; private set; }

    /// <summary>A token that ended with the last octet, or 0.</summary>
    public uint EndedToken { get; private set; }
    public int EndedLength { get; private set; }
    public bool EndedHasDigit { get; private set; }

    /// <summary>How many tokens of the value came before.</summary>
    public int TokenIndex { get; private set; }

    /// <summary>Whether a minus sign stands before a number that may begin now.</summary>
    public bool IsMinus => _minus;

    public NumberScan Number { get; } = new();
    public bool NumberEnded { get; private set; }

    /// <summary>Field hash where the ended number was.</summary>
    public uint Field => Hash.Add(Path, (uint)TokenIndex);

    public void Begin(Section section, uint topic)
    {
        Section = section;
        Topic = topic;
        Offset = 0;
        Last8 = 0;
        IsJson = InString = IsKey = false;
        Path = Key = 0;
        Prefix = Template = Hash.Add(0, (uint)section);
        Token = 0;
        TokenLength = 0;
        TokenHasDigit = false;
        PreviousToken = PreviousToken2 = 0;
        EndedToken = 0;
        TokenIndex = 0;
        _depth = 0;
        _isEscaped = _expectsKey = false;
        _minus = false;
        NumberEnded = false;
        Number.Reset();
        UpdatePath();
    }

    public void Next(byte octet)
    {
        EndedToken = 0;
        NumberEnded = false;
        Prefix = Hash.Add(Prefix, octet);
        var before = (byte)Last8;
        Last8 = (Last8 << 8) | octet;
        var isDigit = octet is >= (byte)'0' and <= (byte)'9';
        var isLetter = octet is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or >= 0x80;
        Offset++;

        if (Number.IsActive)
        {
            if (isDigit)
            {
                Number.AddDigit(octet - '0');
                AddToToken(octet);
                TokenHasDigit = true;
                return;
            }

            if (octet == '.' && !Number.HasPoint)
            {
                Number.AddPoint();
                AddToToken(octet);
                return;
            }

            NumberEnded = true;
            Number.End();
        }

        if (isDigit && (!isWord() || TokenLength == 1 && before is (byte)'T'))
        {
            EndToken();
            Number.Begin(_minus, octet - '0');
            Template = Hash.Add(Template, '#');
            AddToToken(octet);
            TokenHasDigit = true;
            _minus = false;
            return;
        }

        _minus = false;
        if (isDigit || isLetter)
        {
            if (NumberEnded) EndToken();
            AddToToken(octet);
            TokenHasDigit |= isDigit;
            Template = Hash.Add(Template, octet);
            if (InString) _stringHash = Hash.Add(_stringHash, octet);
            return;
        }

        EndToken();
        _minus = octet == '-' && !IsAlphanumeric(before);
        if (_minus) return;
        Template = Hash.Add(Template, octet);
        if (Section == Section.Text && Offset == 1 && octet is (byte)'{' or (byte)'[') IsJson = true;
        if (IsJson) Structure(octet);
        else UpdatePath();

        bool isWord() => TokenLength > 0 && !NumberEnded;
    }

    private static bool IsAlphanumeric(byte octet) =>
        octet is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z');

    private void AddToToken(byte octet)
    {
        Token = Hash.Add(Token, octet);
        TokenLength++;
        if (Number.IsActive && InString) _stringHash = Hash.Add(_stringHash, '#');
    }

    private void EndToken()
    {
        if (TokenLength > 0)
        {
            EndedToken = Token;
            EndedLength = TokenLength;
            EndedHasDigit = TokenHasDigit;
            PreviousToken2 = PreviousToken;
            PreviousToken = Token;
            TokenIndex++;
        }

        Token = 0;
        TokenLength = 0;
        TokenHasDigit = false;
    }

    private void Structure(byte octet)
    {
        if (InString)
        {
            if (_isEscaped) _isEscaped = false;
            else if (octet == '\\') _isEscaped = true;
            else if (octet == '"')
            {
                InString = false;
                if (IsKey)
                {
                    Key = _stringHash;
                    _keys[_depth] = Key;
                    UpdatePath();
                }

                return;
            }

            _stringHash = Hash.Add(_stringHash, octet);
            return;
        }

        switch (octet)
        {
            case (byte)'"':
                InString = true;
                IsKey = _expectsKey;
                _expectsKey = false;
                _stringHash = 0;
                if (IsKey) Path = Hash.Add(Path, 'k');
                TokenIndex = 0;
                break;
            case (byte)':':
                IsKey = false;
                TokenIndex = 0;
                break;
            case (byte)',':
                IsKey = false;
                TokenIndex = 0;
                if (_isArray[_depth]) _indexes[_depth]++;
                else _expectsKey = true;
                UpdatePath();
                break;
            case (byte)'{' or (byte)'[':
                if (_depth < MostDepth) _depth++;
                _isArray[_depth] = octet == '[';
                _indexes[_depth] = 0;
                _keys[_depth] = 0;
                _expectsKey = octet == '{';
                TokenIndex = 0;
                UpdatePath();
                break;
            case (byte)'}' or (byte)']':
                if (_depth > 0) _depth--;
                _expectsKey = false;
                UpdatePath();
                break;
            default:
                break;
        }
    }

    private void UpdatePath()
    {
        if (!IsJson)
        {
            Path = Template;
            Key = PreviousToken;
            return;
        }

        var path = (uint)_depth;
        for (var i = 1; i <= _depth; i++)
            path = Hash.Add(path, _isArray[i] ? (uint)Math.Min(_indexes[i], 31) : _keys[i]);
        Path = path;
        Key = _isArray[_depth] && _depth > 1 ? Hash.Add(_keys[_depth - 1], 1) : _keys[_depth];
    }
}
