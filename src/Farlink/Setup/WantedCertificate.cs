using Farlink.Keys.Certificates;

namespace Farlink.Setup;

/// <summary>A certificate that a base makes: for a site's broker, a device there, or itself.</summary>
/// <param name="Request">What is in it.</param>
/// <param name="Folder">Where its bearer finds it, with its key.</param>
/// <param name="Name">NAME of both files there.</param>
/// <param name="Site">The site whose folder that is; null: the base's own.</param>
internal sealed record WantedCertificate(LeafRequest Request, string Folder, string Name, string? Site)
{
    /// <summary>NAME of its file at the CA.</summary>
    public string FileName => Request.FileName ?? Request.Names[0];

    /// <summary>All that a base needs, those of its sites first.</summary>
    public static IReadOnlyList<WantedCertificate> Of(InitAnswers answers) =>
    [
        .. answers.Sites.SelectMany(site => OfSite(answers, site)),
        .. answers is { Upstream: null, IsAddition: false } ? OfOwnBroker(answers) : [],
    ];

    /// <summary>NAME of the certificate of a site's broker at the CA.</summary>
    public static string BrokerOf(string site) => $"raspberry-{site}";

    private static IEnumerable<WantedCertificate> OfSite(InitAnswers answers, string site)
    {
        var folder = Path.Combine(answers.Layout.Output, InitPlan.SiteFolderOf(site));
        var further = answers.SiteNames.GetValueOrDefault(site) ?? [];
        var broker = new LeafRequest
        {
            Purpose = LeafPurpose.Server,
            Names = [InitPki.ServerName, .. SiteNames.Names(further)],
            Addresses = [InitPki.SiteAddress, .. SiteNames.Addresses(further)],
            FileName = BrokerOf(site),
        };
        return
        [
            new WantedCertificate(broker, folder, "raspberry", site),
            .. answers.Devices.Select(device => new WantedCertificate(Client(device), folder, device, site)),
        ];
    }

    private static IEnumerable<WantedCertificate> OfOwnBroker(InitAnswers answers)
    {
        var output = answers.Layout.Output;
        var broker = new LeafRequest { Purpose = LeafPurpose.Server, Names = answers.BrokerNames, FileName = "base" };
        return
        [
            new WantedCertificate(broker, output, "base", null),
            new WantedCertificate(Client(InitPki.Viewer), output, InitPki.Viewer, null),
        ];
    }

    private static LeafRequest Client(string name) => new() { Purpose = LeafPurpose.Client, Names = [name] };
}
