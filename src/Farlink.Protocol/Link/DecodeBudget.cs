using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// What decoding may cost one link: nobody's frames keep the processor from the others, whatever is in them. Counted in decisions
/// of the model, so it is the same on every machine; a desktop core makes some 300,000 a second.
/// </summary>
internal sealed class DecodeBudget
{
    /// <summary>Decisions a second of all links together: more than the fastest link has use for.</summary>
    private const long OfAll = 400_000;

    /// <summary>Decisions a second that every link has.</summary>
    private const long OfEach = 40_000;

    private const int SecondsSaved = 2;
    private readonly long _perSecond;
    private readonly long _most;
    private long _left;
    private Instant _asOf;

    /// <summary>Begins full.</summary>
    /// <param name="links">Links of the station.</param>
    public DecodeBudget(int links)
    {
        _perSecond = Math.Max(OfEach, OfAll / links);
        _left = _most = _perSecond * SecondsSaved;
    }

    /// <summary>Whether it must wait.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>When a tenth of a second's worth is there again.</summary>
    public Instant Again => _asOf + Duration.FromSeconds((0.1 * _perSecond - _left) / _perSecond);

    /// <summary>Time passes.</summary>
    public void Refill(Instant now)
    {
        var gained = (long)((now - _asOf).Seconds * _perSecond);
        if (gained <= 0) return;
        _left = Math.Min(_most, _left + Math.Min(gained, 2 * _most));
        _asOf = now;
    }

    /// <summary>A chunk was decoded.</summary>
    public void Spend(long decisions) => _left -= decisions;
}
