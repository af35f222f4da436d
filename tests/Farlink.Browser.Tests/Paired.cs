namespace Farlink.Browser.Tests;

/// <summary>Tests that share a site and a base.</summary>
[CollectionDefinition(nameof(Paired))]
public sealed class Paired : ICollectionFixture<PairedEnds>;
