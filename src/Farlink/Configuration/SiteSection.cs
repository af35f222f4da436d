namespace Farlink.Configuration;

/// <summary>
/// Reads [[site]] of a base: each link has an id, a name and a key of its own. A paired site needs none, unless it is to have a
/// prefix.
/// </summary>
internal sealed class SiteSection(PairingSection pairings, string folder)
{
    /// <summary>All links: those with shared keys, those that are paired, and those that are to be.</summary>
    public List<LinkedSite> Bind(SectionReader root)
    {
        List<LinkedSite> sites = [];

        // A site that waits for its pairing claims an id only if one is written for it.
        HashSet<byte> claimed = [];
        foreach (var section in root.Sections("site"))
        {
            var site = BindSite(section, sites.Count + 1);
            if ((site.IsReady || section.Has("id")) && !claimed.Add(site.Id))
                section.Reject("id", $"{site.Id}", "every site needs an id of its own");
            if (sites.Exists(other => other.Name == site.Name))
                section.Reject("name", $"\"{site.Name}\"", "every site needs a name of its own");
            sites.Add(site);
        }

        foreach (var record in pairings.Records)
        {
            if (sites.Exists(site => site.Name == record.Site.Name)) continue;
            if (!claimed.Add(record.Link) && sites.Find(site => site.Id == record.Link) is { } other)
                root.Reject("site", $"id {record.Link}", $"{other.Name} has the link id of the paired {record.Site.Name}");
            sites.Add(new LinkedSite(record.Site.Name, record.Link, "", null, record));
        }

        // Nothing that an edit puts right: the file is good, and the base runs as soon as a site is paired.
        if (sites.Count == 0)
        {
            root.Warn(
                "site",
                "this base has no site yet. Pair one with farlink pair, or write a [[site]] with session = \"psk\" and key_file");
        }

        return sites;
    }

    private LinkedSite BindSite(SectionReader section, int number)
    {
        var isShared = PairingSection.IsShared(section);
        var name = section.Text("name", $"site{number}");
        var prefix = section.TextOrEmpty("prefix", "");
        LinkSection.CheckName(section, name);
        var record = isShared ? null : pairings.Records.FirstOrDefault(one => one.Site.Name == name);
        var id = (byte)section.Integer("id", record?.Link ?? number, 1, 255);
        if (record is not null && id != record.Link)
            section.Reject("id", $"{id}", $"{record.Link}, which pairing gave; leave the key out");
        var keyFile = isShared ? section.FilePath("key_file", folder, $"{name}.key") : null;
        if (!isShared && record is null)
            section.WarnUnpaired("name", $"{name} is not paired and will be refused. Pair it with: farlink pair");
        section.Finish();
        return new LinkedSite(name, id, prefix, keyFile, record);
    }
}
