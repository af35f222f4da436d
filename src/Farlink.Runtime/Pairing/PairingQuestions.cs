using Farlink.Protocol.Pairing;

namespace Farlink.Runtime.Pairing;

/// <summary>What a pairing over the air wants of its host.</summary>
public sealed record PairingQuestions
{
    /// <summary>
    /// Lets a person compare the code. Gives the link id at a base, anything at a site; null if the codes differ, or this end
    /// must not be taken.
    /// </summary>
    public required Func<AirPairing, CancellationToken, Task<byte?>> AskAsync { get; init; }

    /// <summary>Keeps the pairing; returns when it is safe.</summary>
    public required Action<AirPairing> Keep { get; init; }

    /// <summary>Told why the element did not compute.</summary>
    public required Action<string> KeyFailed { get; init; }
}
