namespace Farlink.EndToEnd.Tests;

/// <summary>An emulated processor needs all of a small host's two: no other test runs beside it.</summary>
[CollectionDefinition(nameof(WifiMachineAlone), DisableParallelization = true)]
public sealed class WifiMachineAlone;
