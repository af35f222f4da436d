using System.Collections;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>A base whose configuration is where one would be written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Config">What it says.</param>
internal sealed record ExistingBase(string Path, FarlinkConfig Config)
{
    /// <summary>Finds it; null: there is none, or no init could have made it.</summary>
    public static ExistingBase? Find(InitLayout layout)
    {
        if (!File.Exists(layout.Config)) return null;
        var (config, _) = ConfigLoader.Load(layout.Config, null, new Hashtable());
        return config is { Role: Role.Base, Link.IsNative: true } ? new ExistingBase(layout.Config, config) : null;
    }

    /// <summary>Finds one that must be there.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="ConfigException">Its configuration has errors.</exception>
    public static ExistingBase Get(InitLayout layout)
    {
        if (!File.Exists(layout.Config))
        {
            throw new UsageException(
                $"--add-site: there is no {Printable.Escape(layout.Config)}. Name the folder of the base with --output, or make "
                + "a base: farlink init --role base");
        }

        var (config, problems) = ConfigLoader.Load(layout.Config, null, new Hashtable());
        if (config is null) throw new ConfigException(problems);
        return config is { Role: Role.Base, Link.IsNative: true } ? new ExistingBase(layout.Config, config)
            : throw new UsageException(
                $"--add-site: {Printable.Escape(layout.Config)} is not a base with sites (role = \"base\", mode = \"farlink\").");
    }

    /// <summary>What of its pairings does not fit answers that make it anew.</summary>
    public IEnumerable<string> Doubts(InitAnswers answers)
    {
        if (answers.Role != Role.Base || answers.IsAddition) yield break;
        var paired = Config.Sites.Where(site => site.Pairing is not null).Select(site => site.Name).ToList();
        if (paired.Count > 0 && Config.Name != answers.Name)
        {
            yield return $"{string.Join(", ", paired)} know this base as {Config.Name}: with the name {answers.Name} each must "
                + "be paired again";
        }

        foreach (var site in paired.Where(site => !answers.Sites.Contains(site)))
            yield return $"{site} is paired and stays so, though it is not among the sites. To end that: farlink unpair {site}";
    }
}
