namespace Farlink.Host.Tests.Files;

/// <summary>The power goes. Nothing catches it, and nothing is cleaned up behind it.</summary>
internal sealed class PowerLossException : Exception;
