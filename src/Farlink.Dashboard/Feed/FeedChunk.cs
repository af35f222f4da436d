namespace Farlink.Dashboard.Feed;

/// <summary>Whole events of the stream, as octets that all clients share.</summary>
internal sealed record FeedChunk(FeedKinds Kinds, ReadOnlyMemory<byte> Octets);
