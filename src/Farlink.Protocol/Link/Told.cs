namespace Farlink.Protocol.Link;

/// <summary>
/// What the last answer said that must not be lost. A fresh chunk that comes afterwards proves it: its sender sends none while a
/// poll of its own is unanswered.
/// </summary>
/// <param name="ControlNumber">The answer's number.</param>
/// <param name="HasPhase">Whether it gave a time slot.</param>
/// <param name="Published">Up to which stream id it told of publication; -1 if it did not.</param>
internal readonly record struct Told(long ControlNumber, bool HasPhase, long Published);
