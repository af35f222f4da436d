namespace Farlink.Browser.Tests;

/// <summary>It takes the processors it can get: no other test runs beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
