using Farlink.Protocol.Compression.Priming;

namespace Farlink.Protocol.Compression;

/// <summary>
/// Models before they are needed. The built-in text is read once for all links of a process, some tenths of a second of work:
/// else the first chunk of the first session would wait for it, and the peer for its answer. Safe to call from any thread, and
/// more than once.
/// </summary>
public static class CompressionModels
{
    /// <summary>Makes what the models of links are copied from.</summary>
    /// <param name="mebibytes">As in <see cref="Link.LinkOptions.ModelMebibytes"/>; 0: nothing to do.</param>
    public static void Prepare(int mebibytes)
    {
        if (ModelSize.AtMost(mebibytes) is { } size) PrimedModels.Of(size);
    }

    /// <summary>Makes what messages that are coded alone need: isolated and secret ones.</summary>
    public static void PrepareAlone() => LoneCoder.Prepare();
}
