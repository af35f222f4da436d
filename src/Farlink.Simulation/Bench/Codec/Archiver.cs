namespace Farlink.Simulation.Bench.Codec;

/// <summary>
/// A program that packs a whole file and cannot flush. It sees all messages before it codes the first one, so what it reaches is
/// a bound, not something a link could have.
/// </summary>
/// <param name="Name">The program, and the name of its row.</param>
/// <param name="Package">Debian's package that has it.</param>
/// <param name="Arguments">Arguments; <see cref="InputName"/> is packed into <paramref name="OutputName"/>.</param>
/// <param name="OutputName">The archive.</param>
internal sealed record Archiver(string Name, string Package, IReadOnlyList<string> Arguments, string OutputName)
{
    /// <summary>The file that is packed, in the folder where the program runs. Archives hold it, so it is short.</summary>
    public const string InputName = "r";

    /// <summary>The programs compared with, each at its strongest for such files, on one core, without checksums.</summary>
    public static IReadOnlyList<Archiver> All { get; } =
    [
        new("zstd", "zstd", ["--ultra", "-22", "--single-thread", "--no-check", "-q", InputName, "-o", "r.zst"], "r.zst"),
        new("xz", "xz-utils", ["-9e", "--threads=1", "--check=none", "-k", "-q", InputName], "r.xz"),
        new("zpaq", "zpaq", ["add", "r.zpaq", InputName, "-m5", "-t1", "-noattributes"], "r.zpaq"),
    ];
}
