namespace Farlink.Protocol.Link;

/// <summary>
/// The share of frames that the peer does not get, from what its answers say: a mean at first, then a moving average over
/// about 32 frames.
/// </summary>
internal sealed class LossEstimate
{
    private const double LeastWeight = 1.0 / 32;

    /// <summary>Three polls in a row unanswered say that the peer is gone, on a link without loss.</summary>
    private const int LeastPolls = 3;

    private const int MostPolls = 40;

    private long _notes;

    /// <summary>From 0 to 1.</summary>
    public double Frames { get; private set; }

    /// <summary>
    /// Unanswered polls in a row after which the peer is taken for restarted. On a link that loses much, three are nothing
    /// unusual: so many that loss alone explains them in one case of a hundred
    /// thousand, since a new session throws away every message that is half across.
    /// </summary>
    public int PollsBeforeDoubt
    {
        get
        {
            var unanswered = 1 - ((1 - Frames) * (1 - Frames));
            if (unanswered < 0.2) return LeastPolls;
            return Math.Clamp((int)Math.Ceiling(Math.Log(1e-5) / Math.Log(Math.Min(unanswered, 0.95))), LeastPolls, MostPolls);
        }
    }

    /// <summary>Notes what became of one transmission.</summary>
    public void Note(bool lost)
    {
        // The first frames count as if eight had arrived before them.
        var weight = Math.Max(LeastWeight, 1.0 / (8 + ++_notes));
        Frames += weight * ((lost ? 1 : 0) - Frames);
    }
}
