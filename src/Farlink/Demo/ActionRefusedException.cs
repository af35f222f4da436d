namespace Farlink.Demo;

/// <summary>An action cannot be done here or now. The message says why and what to do.</summary>
internal sealed class ActionRefusedException(string message) : Exception(message);
