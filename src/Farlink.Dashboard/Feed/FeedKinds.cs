namespace Farlink.Dashboard.Feed;

/// <summary>What a piece of the feed tells of.</summary>
[Flags]
internal enum FeedKinds
{
    None = 0,
    State = 1,
    Frames = 2,
    Messages = 4,
    Events = 8,
    Samples = 16,
    Demo = 32,
}
