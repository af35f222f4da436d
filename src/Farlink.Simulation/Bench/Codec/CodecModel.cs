namespace Farlink.Simulation.Bench.Codec;

/// <summary>What the model of our codec is to be.</summary>
/// <param name="Mebibytes">Memory it may take, in MiB: 1, 2, 4, 8 or 16.</param>
/// <param name="IsPrimed">Whether it begins with the built-in text; else it begins empty.</param>
public sealed record CodecModel(int Mebibytes, bool IsPrimed);
