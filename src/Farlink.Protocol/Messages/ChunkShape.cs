namespace Farlink.Protocol.Messages;

/// <summary>What a chunk is to be besides full of messages.</summary>
/// <param name="Padded">The length to fill it up to, from its length: what costs no airtime.</param>
/// <param name="IsChecked">Whether it must hold all of the text's hash, free or not; asked when its messages are known.</param>
internal sealed record ChunkShape(Func<int, int> Padded, Func<bool> IsChecked)
{
    /// <summary>As short as it can be.</summary>
    public static ChunkShape Shortest { get; } = new(octets => octets, () => false);
}
