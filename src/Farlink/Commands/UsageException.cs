namespace Farlink.Commands;

/// <summary>The command was called wrongly. The message says how it is called rightly.</summary>
internal sealed class UsageException(string message) : Exception(message);
