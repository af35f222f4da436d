namespace Farlink.Configuration;

/// <summary>What pairing needs of a configuration.</summary>
/// <param name="Role">Which end.</param>
/// <param name="Name">Its name.</param>
/// <param name="Element">The URI of its static key.</param>
/// <param name="Folder">The folder of pairings.</param>
/// <param name="StorePath">The file of the durable queues, where airtime is counted too.</param>
/// <param name="SharedLinks">Link ids of sites with shared keys.</param>
internal sealed record PairingConfig(
    Role Role, string Name, string Element, string Folder, string StorePath, IReadOnlyCollection<byte> SharedLinks);
