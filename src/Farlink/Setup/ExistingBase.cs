using System.Collections;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>A base whose configuration is where one would be written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Config">What it says.</param>
internal sealed record ExistingBase(string Path, FarlinkConfig Config) : ExistingEnd(Path, Config)
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

    /// <summary>The folder of its CA; null: its key is not where the base has the certificate.</summary>
    public string? CaFolder =>
        System.IO.Path.GetDirectoryName(Config.Broker.CaFile) is { } folder && File.Exists(new PkiFolder(folder).CaKey)
            ? folder : null;

    public override byte? SharedLink =>
        Config.Sites is [var first, ..] && Config.Sites.All(site => site.KeyFile is not null) ? first.Id : null;

    /// <summary>The URL of the broker that it feeds, as the file has it; null: none, or nothing is said.</summary>
    public string? UpstreamUrl() => ConfigKeys.Read(Path, new Hashtable()).GetValueOrDefault("upstream.url");

    /// <summary>Routes of presets that it lacks: what a site sends by them would end here.</summary>
    public IReadOnlyList<(Preset Preset, IReadOnlyList<PresetRoute> Routes)> MissingRoutes(IReadOnlyList<string> presets) =>
    [
        .. Presets.RoutesOf(presets)
            .Select(one => (one.Preset, (IReadOnlyList<PresetRoute>)[.. one.Routes.Where(route => !Has(route))]))
            .Where(one => one.Item2.Count > 0),
    ];

    /// <summary>What of its sites does not fit answers that make it anew, or add to it.</summary>
    public IEnumerable<string> Doubts(InitAnswers answers)
    {
        if (answers.Role != Role.Base) return [];
        return answers.IsAddition ? OfAddition(answers) : OfNew(answers);
    }

    /// <summary>On the way down the first route that fits counts, and one that names sites is for no others.</summary>
    private IEnumerable<string> OfAddition(InitAnswers answers)
    {
        var site = answers.Sites[0];
        var topics = Presets.RoutesOf(answers.Presets).SelectMany(one => one.Routes).Select(route => route.Topic).ToHashSet();
        return Config.Routes
            .Where(route => route.Lets(RouteDirection.Down) && route.Sites.Count > 0 && topics.Contains(route.Topic)
                && !route.Sites.Contains(site))
            .Select(route => $"the route {route.Topic} is for {string.Join(", ", route.Sites)} alone: nothing of it reaches "
                + $"{site} before sites of that [[route]] names it too");
    }

    private IEnumerable<string> OfNew(InitAnswers answers)
    {
        if (Config.Radio.Region.Name != answers.Region)
            yield return $"the sites of this base are in {Config.Radio.Region.Name}, and do not hear it in {answers.Region}";
        var paired = Config.Sites.Where(site => site.Pairing is not null).Select(site => site.Name).ToList();
        if (paired.Count > 0 && Config.Name != answers.Name)
        {
            yield return $"{string.Join(", ", paired)} know this base as {Config.Name}: with the name {answers.Name} each must "
                + "be paired again";
        }

        foreach (var site in Config.Sites)
            if (DoubtOf(site, answers) is { } doubt) yield return doubt;
    }

    private static string? DoubtOf(LinkedSite site, InitAnswers answers)
    {
        var (name, place) = (site.Name, answers.Sites.TakeWhile(one => one != site.Name).Count());
        var isKept = place < answers.Sites.Count;
        if (!isKept)
        {
            return site.Pairing is not null
                ? $"{name} is paired and stays so, though it is not among the sites. To end that: farlink unpair {name}"
                : $"{name} is a site of this base that is not among the sites any more: it will be refused. To keep it name it "
                + "with --site too";
        }

        if (site.Pairing is not null)
            return answers.IsShared ? $"{name} is paired; with --session psk it must be set up anew" : null;
        if (site.KeyFile is null) return null;
        if (!answers.IsShared) return $"{name} shares a key with this base; without --session psk it must be paired";
        var id = answers.LinkId + place;
        return id == site.Id ? null : $"{name} has the link id {site.Id}, and here {id}: it will not be heard";
    }
}
