using Farlink.Protocol.Compression;
using Farlink.Protocol.Link;

namespace Farlink.Runtime.Services;

/// <summary>Makes models of compression ready.</summary>
internal static class ModelPreparation
{
    /// <summary>Before the link runs: a peer that waits for its first answer measures how long that takes.</summary>
    public static void Run(IEnumerable<LinkOptions> links)
    {
        var sizes = links.Select(link => link.ModelMebibytes).Distinct().Where(size => size > 0).ToArray();
        foreach (var size in sizes) CompressionModels.Prepare(size);
        if (sizes.Length > 0) _ = Task.Run(CompressionModels.PrepareAlone);
    }
}
