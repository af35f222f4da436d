namespace Farlink.Host.Files;

/// <summary>A copy of what was at a path before.</summary>
/// <param name="Name">Name of the copy in the folder of the undo.</param>
/// <param name="Hash">SHA-256 of its octets, in hexadecimal.</param>
/// <param name="Standing">Owner and mode that the file had.</param>
internal sealed record KeptCopy(string Name, string Hash, FileStanding Standing);
