using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Configuration;

/// <summary>Reads what [link] says of paired ends, and the pairings themselves.</summary>
internal sealed class PairingSection
{
    private readonly Role _role;
    private readonly SectionReader _link;
    private readonly string _store;
    private IReadOnlyList<PairingRecord>? _records;

    public PairingSection(SectionReader link, string folder, Role role)
    {
        _role = role;
        _link = link;

        // Named by role: for a first try both ends may be in one folder.
        var usual = role == Role.Site ? "site" : "base";
        Folder = link.FilePath("pairings", folder, $"{usual}.pairings");
        var element = link.Text("element", $"file:{usual}.key.pem");
        if (!SecureElements.IsKnown(element))
            link.Reject("element", $"\"{SecureElements.Shown(element)}\"", $"allowed: {SecureElements.Forms}");
        Element = SecureElements.Resolve(element, folder);
        _store = LinkSection.StorePath(link, folder);
    }

    /// <summary>The folder of pairings.</summary>
    public string Folder { get; }

    /// <summary>The URI of the static key.</summary>
    public string Element { get; }

    /// <summary>All pairings in force.</summary>
    public IReadOnlyList<PairingRecord> Records => _records ??= Load();

    /// <summary>
    /// Whether a section's link has a shared key: <c>session = "psk"</c>, or a key file and no word about it. There is no other
    /// way to one.
    /// </summary>
    public static bool IsShared(SectionReader section)
    {
        var hasKey = section.Has("key_file");
        var isShared = section.Choice("session", hasKey, ("edhoc", false), ("psk", true));
        if (!hasKey || isShared) return isShared;
        section.Reject(
            "key_file", $"\"{section.OptionalText("key_file")}\"",
            "a shared key belongs to session = \"psk\"; paired ends have none");
        return false;
    }

    /// <summary>The one pairing of a site; null if it is not paired.</summary>
    public PairingRecord? OfSite(SectionReader link)
    {
        if (Records.Count > 1)
        {
            link.Reject(
                "pairings", $"{Records.Count} pairings in {Folder}",
                "a site has one. End the others with: farlink unpair NAME, or remove their files");
        }

        var record = Records.Count == 0 ? null : Records[0];
        if (record is null || !link.Has("id")) return record;
        if (link.Integer("id", record.Link, 1, 255) != record.Link)
            link.Reject("id", "another id", $"{record.Link}, which {record.BaseStation.Name} gave at pairing; leave the key out");
        return record;
    }

    private IReadOnlyList<PairingRecord> Load()
    {
        try
        {
            return new PairingFolder(Folder, _role == Role.Site ? LinkRole.Site : LinkRole.BaseStation, _store).Load();
        }
        catch (Exception failure) when (failure is PairingException or KeyFileException)
        {
            _link.Reject("pairings", Folder, failure.Message);
            return [];
        }
    }
}
