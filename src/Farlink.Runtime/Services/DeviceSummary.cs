namespace Farlink.Runtime.Services;

/// <summary>What a device did.</summary>
/// <param name="Made">Messages made.</param>
/// <param name="Acknowledged">Messages the broker acknowledged.</param>
/// <param name="Repeated">Of those, how many had to be sent more than once.</param>
/// <param name="Dropped">Messages dropped because too many waited.</param>
/// <param name="Refused">Messages the broker refused for good.</param>
public sealed record DeviceSummary(long Made, long Acknowledged, long Repeated, long Dropped, long Refused);
