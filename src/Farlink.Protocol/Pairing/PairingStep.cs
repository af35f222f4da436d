namespace Farlink.Protocol.Pairing;

/// <summary>How far a pairing over the air is.</summary>
public enum PairingStep
{
    /// <summary>The other end has not been heard, or not wholly.</summary>
    Looking,

    /// <summary>Both ends have a code: two people compare them.</summary>
    Comparing,

    /// <summary>The person here has said yes: both ends prove their keys.</summary>
    Proving,

    /// <summary>The other end has proven its key: this end keeps the pairing now, and says so.</summary>
    Proven,

    /// <summary>Kept, and said.</summary>
    Done,

    /// <summary>It came to nothing; nothing is to be kept.</summary>
    Failed,
}
