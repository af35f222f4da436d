using System.Collections;
using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>
/// An end whose configuration is where one would be written: one that is made anew has its answers as defaults.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Config">What it says.</param>
internal abstract record ExistingEnd(string Path, FarlinkConfig Config)
{
    /// <summary>Its radio, as the file has it; null: pins of its own, or nothing is said.</summary>
    public (string Uri, string? Board)? Radio()
    {
        var keys = ConfigKeys.Read(Path, new Hashtable());
        if (keys.Keys.Any(key => key.StartsWith("radio.pins", StringComparison.Ordinal))) return null;
        if (!keys.TryGetValue("radio.uri", out var uri)) return null;
        return (uri, AnswerRules.IsChip(uri) ? keys.GetValueOrDefault("radio.board") : null);
    }

    /// <summary>Folder that it writes to: its store's.</summary>
    public string State => System.IO.Path.GetDirectoryName(Config.Link.StorePath)!;

    /// <summary>What of its file is in no answer, and so goes: a power that was lowered, a dashboard, a quota.</summary>
    /// <param name="text">The new file.</param>
    public IEnumerable<string> Dropped(string text)
    {
        const int most = 8;
        List<ConfigProblem> problems = [];
        if (TomlReader.Read(text, Path, problems) is not { } root || problems.Count > 0) yield break;
        var before = ConfigKeys.Read(Path, new Hashtable());
        List<string> keys = [.. before.Keys.Except(ConfigKeys.Of(root).Keys).Order(StringComparer.Ordinal)];
        if (keys.Count == 0) yield break;
        var more = keys.Count > most ? $" and {keys.Count - most} more" : "";
        yield return $"farlink.toml has keys that go: {string.Join(", ", keys.Take(most))}{more}. Bring them from "
            + "farlink.toml.bak";
    }

    /// <summary>Presets whose routes it has, all of them.</summary>
    public IReadOnlyList<string> KnownPresets() =>
        [.. Presets.All.Where(preset => preset.Routes.All(Has)).Select(preset => preset.Name)];

    /// <summary>The link id of its shared key, at a base that of its first site; null: it is, or is to be, paired.</summary>
    public abstract byte? SharedLink { get; }

    /// <summary>Whether it has a route of a preset.</summary>
    protected bool Has(PresetRoute route) => Config.Routes.Any(
        own => own.Topic == route.Topic && own.RemotePrefix.Length == 0 && own.Lets(route.Direction));
}
