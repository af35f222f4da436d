namespace Farlink.Configuration.Reference;

/// <summary>A key that the loader asked for in a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Key">The key.</param>
internal sealed record KeyReading(ReferenceCase Case, RecordedKey Key);
