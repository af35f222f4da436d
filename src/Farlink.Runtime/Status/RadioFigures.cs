using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>The radio.</summary>
/// <param name="Description">What it is, and where.</param>
/// <param name="IsSimulated">Whether nothing radiates.</param>
/// <param name="Trouble">Why it is lost; null while it works.</param>
/// <param name="LostFor">For how long it has been lost.</param>
public sealed record RadioFigures(string Description, bool IsSimulated, string? Trouble, Duration? LostFor);
