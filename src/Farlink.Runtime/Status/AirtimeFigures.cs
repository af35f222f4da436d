using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>The airtime of one sub-band.</summary>
/// <param name="Band">The sub-band, or the channel where no rule names one.</param>
/// <param name="Used">Airtime in the last hour.</param>
/// <param name="Budget">Airtime allowed in any hour; null: no limit.</param>
/// <param name="NextSlotIn">
/// When the longest frame of messages may go, from now; null: never, it is longer than the budget.
/// </param>
public sealed record AirtimeFigures(string Band, Duration Used, Duration? Budget, Duration? NextSlotIn);
