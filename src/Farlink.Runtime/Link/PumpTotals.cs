using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Link;

/// <summary>Sums over all links of a station.</summary>
/// <param name="Used">Airtime in the last hour.</param>
/// <param name="Refused">Frames that were refused, by reason; reasons that did not occur are not there.</param>
/// <param name="LettersDropped">Dead letters that nobody was told of.</param>
public sealed record PumpTotals(Duration Used, IReadOnlyDictionary<LinkRefusal, long> Refused, long LettersDropped);
