namespace Farlink.Configuration;

/// <summary>What tells one running end from another.</summary>
/// <param name="ConfigPath">Full path of its configuration.</param>
/// <param name="Role">Site or base; null where the file leaves it to the command.</param>
/// <param name="StorePath">Its store, which one process has at a time.</param>
internal sealed record EndPlace(string ConfigPath, Role? Role, string StorePath);
