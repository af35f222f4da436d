namespace Farlink.Protocol.Compression;

/// <summary>
/// Which topic comes next: by what came before it, and by the branches taken last at the same place of the tree of topics, which
/// shows turns that other topics' messages interrupt.
/// </summary>
internal sealed class TopicContexts
{
    private readonly uint[] _branches;
    private readonly int _shift;
    private uint _last;
    private uint _last2;
    private uint _last3;

    public TopicContexts(ModelSize size)
    {
        var log2 = 12 - size.Less;
        _branches = new uint[1 << log2];
        _shift = 32 - log2;
    }

    /// <summary>Octets held.</summary>
    public long Octets => 4 * _branches.LongLength;

    public void CopyFrom(TopicContexts other)
    {
        other._branches.CopyTo(_branches, 0);
        (_last, _last2, _last3) = (other._last, other._last2, other._last3);
    }

    /// <summary>A message of this topic was coded.</summary>
    public void Note(uint topic) => (_last, _last2, _last3) = (topic, _last, _last2);

    public void Compute(ContextSet set, MessageScan scan)
    {
        var prefix = scan.Prefix;
        var token = Hash.Add(scan.Token, (uint)scan.TokenLength);
        var branches = _branches[prefix >> _shift];
        var before = Hash.Add(_last, _last2);
        set.Begin(Section.Topic, prefix);
        set.Add(prefix, 0);
        set.Add(prefix, _last);
        set.Add(prefix, before);
        set.Add(prefix, Hash.Add(before, _last3));
        set.Add(prefix, branches & 0xFF);
        set.Add(prefix, branches & 0xFFFF);
        set.Add(prefix, branches);
        set.Add(prefix, Hash.Add(_last2, _last3));
        set.Add(scan.PreviousToken, token);
        set.Add((uint)scan.Last8 & 0xFFFF, 0);
        set.Add((uint)scan.Last8, 0);
        set.Add(token, 0);

        set.AddGuess(_last, prefix);
        set.AddGuess(prefix, 0);
        set.AddGuess(token, scan.PreviousToken);
        set.AddGuess(prefix, before);
        set.AddGuess(prefix, branches & 0xFFFF);
        set.AddGuess(token, 0);
    }

    /// <summary>Contexts of a symbol that stands alone: what it is about, and the topics before.</summary>
    public void ComputeHead(ContextSet set, uint about)
    {
        var before = Hash.Add(_last, _last2);
        set.Begin(Section.Head, about);
        set.Add(about, 0);
        set.Add(about, _last);
        set.Add(about, before);
        set.Add(about, Hash.Add(before, _last3));
        for (var i = 0u; i < ContextSet.Guesses; i++) set.AddGuess(about, i == 0 ? 0 : i == 1 ? _last : before);
    }

    /// <summary>Learns where the way led.</summary>
    public void Learn(uint prefix, byte octet)
    {
        ref var branches = ref _branches[prefix >> _shift];
        branches = (branches << 8) | octet;
    }
}
