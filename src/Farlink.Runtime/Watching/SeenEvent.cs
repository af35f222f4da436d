namespace Farlink.Runtime.Watching;

/// <summary>Something that somebody may want to know of afterwards.</summary>
/// <param name="Id">Rises from event to event, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Role">Which end: site or base.</param>
/// <param name="Kind">Of what.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Link">The link; null if it is of none.</param>
/// <param name="Text">In one sentence.</param>
public sealed record SeenEvent(
    long Id, DateTimeOffset At, string Role, EventKind Kind, EventLevel Level, byte? Link, string Text);
