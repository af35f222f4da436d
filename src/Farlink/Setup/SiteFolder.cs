using System.Security.Cryptography.X509Certificates;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>
/// The folder that <c>farlink init</c> at a base makes for a site, and a person carries there: certificates, keys, and what the
/// base knows of the site, which saves questions. The CA's key is never in it.
/// </summary>
internal sealed record SiteFolder
{
    public const string Ca = "ecc.ca.cert.pem";
    public const string BrokerCertificate = "ecc.raspberry.cert.pem";
    public const string BrokerKey = "ecc.raspberry.key.pem";

    /// <summary>With a shared key: that key.</summary>
    public const string LinkKey = "link.key";

    /// <summary>What the base knows of the site.</summary>
    public const string Answers = "site.toml";

    private const string CaKey = "ecc.ca.key.pem";
    private const int MostOctets = 64 * 1024;

    private SiteFolder(string folder) => Folder = folder;

    /// <summary>The folder; absolute.</summary>
    public string Folder { get; }

    public string? Name { get; private init; }

    public string? Country { get; private init; }

    public string? Region { get; private init; }

    /// <summary>What of the base's channel is not as usual in the region.</summary>
    public SharedChannel Channel { get; private init; } = SharedChannel.Usual;

    public bool? IsShared { get; private init; }

    public byte? LinkId { get; private init; }

    public IReadOnlyList<string> Presets { get; private init; } = [];

    public IReadOnlyList<string> Devices { get; private init; } = [];

    /// <summary>Reads what the base knew; a folder of certificates alone is good too.</summary>
    /// <exception cref="UsageException">It is not there, or not for a site.</exception>
    /// <exception cref="ConfigException">Its file cannot be read.</exception>
    public static SiteFolder Open(string path)
    {
        var folder = Path.GetFullPath(path);
        if (!Directory.Exists(folder))
            throw new UsageException($"--certificates {Printable.Escape(path)}: there is no such folder.");
        if (File.Exists(Path.Combine(folder, CaKey)))
        {
            throw new UsageException(
                $"--certificates {Printable.Escape(path)} holds {CaKey}, the key of the CA: it must never be on a site. Bring "
                + "the folder site-NAME that farlink init made at the base.");
        }

        var answers = Path.Combine(folder, Answers);
        return File.Exists(answers) ? Read(folder, answers) : new SiteFolder(folder);
    }

    /// <summary>What the base writes into <see cref="Answers"/>.</summary>
    public static string Write(InitAnswers station, string site, int link)
    {
        var country = station.Country is { } known ? $"country = {TomlText.Quote(known)}\n" : "";
        var shared = station.IsShared ? $"session = \"psk\"\nlink_id = {link}\n" : "";
        return $"""
            # What the base knows of this site. At the site: farlink init --role site --certificates FOLDER
            # Keys are in this folder: remove it from every stick and disk once the site and its devices have them.
            name = {TomlText.Quote(site)}
            {country}region = {TomlText.Quote(station.Region)}
            {station.Channel.Lines}{shared}presets = {TomlText.Quote(station.Presets)}
            devices = {TomlText.Quote(station.Devices)}

            """;
    }

    /// <summary>The files of the site out of this folder.</summary>
    /// <param name="layout">Where they go.</param>
    /// <param name="isShared">Whether the key of the link is one of them.</param>
    /// <param name="time">Tells whether certificates are in their time.</param>
    /// <param name="warnings">Gets what is odd and works all the same.</param>
    /// <exception cref="UsageException">A file is missing.</exception>
    /// <exception cref="PkiException">They do not belong together.</exception>
    public IReadOnlyList<InitFile> Import(InitLayout layout, bool isShared, TimeProvider time, List<string> warnings)
    {
        var (ca, certificate, key) = (Load(Ca), Load(BrokerCertificate), Load(BrokerKey));
        if (Check(layout.Output, ca, certificate, key, time) is { } warning) warnings.Add(warning);
        List<InitFile> files =
        [
            new(Path.Combine(layout.Output, Ca), ca),
            new(Path.Combine(layout.Output, BrokerCertificate), certificate),
            InitFile.ServiceSecret(Path.Combine(layout.Output, BrokerKey), key),
        ];
        if (isShared) files.Add(InitFile.ServiceSecret(Path.Combine(layout.Output, LinkKey), Load(LinkKey)));
        return files;
    }

    private static SiteFolder Read(string folder, string file)
    {
        List<ConfigProblem> problems = [];
        if (TomlFile.Read(file, problems) is not { } table) throw new ConfigException(problems);
        var root = new SectionReader(table, "", problems);
        var read = new SiteFolder(folder)
        {
            Name = root.OptionalText("name"),
            Country = root.OptionalText("country"),
            Region = root.OptionalText("region"),
            Channel = SharedChannel.Read(root),
            IsShared = root.Choice("session", false, ("edhoc", false), ("psk", true)),
            LinkId = root.Has("link_id") ? (byte)root.Integer("link_id", 1, 1, byte.MaxValue) : null,
            Presets = root.Texts("presets"),
            Devices = root.Texts("devices"),
        };
        root.Finish();
        return problems.Count == 0 ? read : throw new ConfigException(problems);
    }

    /// <summary>
    /// Checks them as a broker and a device would, out of a folder of our own: a stick knows no modes, and a key that others may
    /// read is refused.
    /// </summary>
    private string? Check(string output, byte[] ca, byte[] certificate, byte[] key, TimeProvider time)
    {
        using var work = new WorkFolder(output);
        var (caFile, certificateFile, keyFile) = (work.File(Ca), work.File(BrokerCertificate), work.File(BrokerKey));
        PrivateFile.Write(caFile, ca);
        PrivateFile.Write(certificateFile, certificate);
        PrivateFile.Write(keyFile, key);
        try
        {
            using var own = PemFiles.ReadWithKey(certificateFile, keyFile);
            work.ThrowIfInterrupted();
            return Judge(caFile, own, time);
        }
        catch (PkiException failure)
        {
            // The paths of the copies mean nothing to anybody.
            throw new PkiException(failure.Message.Replace(work.Folder, Folder, StringComparison.Ordinal), failure);
        }
    }

    private string? Judge(string caFile, X509Certificate2 own, TimeProvider time)
    {
        using var check = new CertificateCheck(caFile, time);
        var verdict = check.CheckServer(own, InitPki.ServerName);
        if (verdict.IsGood) return null;

        // A host without Internet may believe that it is last year; its clock comes right once it hears the base.
        var shown = $"{Path.Combine(Folder, BrokerCertificate)}: {verdict.Text}";
        return verdict.Fault == CertificateFault.NotYetValid ? shown : throw new PkiException(shown);
    }

    private byte[] Load(string name)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"--certificates: {Printable.Escape(path)} is missing. The folder site-NAME that farlink init made at the base "
                + "has it.");
        }

        if (new FileInfo(path).Length > MostOctets)
            throw new UsageException($"--certificates: {Printable.Escape(path)} is too long for what it is.");
        return File.ReadAllBytes(path);
    }
}
