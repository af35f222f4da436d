using System.Text;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>Everything that is written, before the first octet of it is.</summary>
internal sealed record InitPlan
{
    public const string UpstreamPasswordName = "upstream.password";
    public const string UpstreamCaName = "upstream.ca.pem";
    public const string WifiPassphraseName = "wifi.passphrase";

    /// <summary>What was in a site's folder and is replaced goes below it, in a folder of that name.</summary>
    private const string ReplacedName = "replaced";

    /// <summary>Folders that must be there, each after the one it is in.</summary>
    public required IReadOnlyList<InitFolder> Folders { get; init; }

    /// <summary>Files; the configuration is the last one, where it is written.</summary>
    public required IReadOnlyList<InitFile> Files { get; init; }

    /// <summary>Passwords that were made and are told once.</summary>
    public IReadOnlyList<DevicePassword> Passwords { get; init; } = [];

    /// <summary>NAMEs of certificates of the CA that others take the place of: those before are still good.</summary>
    public IReadOnlyList<string> Replaced { get; init; } = [];

    /// <summary>What the configuration lacks, as it must be added by hand; empty: nothing.</summary>
    public string LinesToAdd { get; init; } = "";

    /// <summary>Why <see cref="LinesToAdd"/> were not added; null: nothing is to be added by hand.</summary>
    public string? Hindrance { get; init; }

    /// <summary>What is odd and works all the same.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Files that are there with another content.</summary>
    public IReadOnlyList<InitFile> InTheWay => [.. Files.Where(file => file.IsInTheWay())];

    /// <summary>The folder for a site at its base.</summary>
    public static string SiteFolderOf(string site) => $"site-{site}";

    /// <summary>The file of a shared key at a base.</summary>
    public static string LinkKeyOf(string site) => $"{site}.key";

    /// <summary>Makes it; writes nothing.</summary>
    /// <param name="answers">The end.</param>
    /// <param name="config">The configuration; null: it stays as it is.</param>
    /// <param name="context">Time and randomness.</param>
    /// <param name="passphrase">Of the CA; null: none is needed.</param>
    public static InitPlan Make(InitAnswers answers, InitFile? config, InitContext context, string? passphrase)
    {
        List<string> warnings = [];
        if (RegionDoubt.Of(answers.Country, answers.Region) is { } doubt) warnings.Add(doubt);
        warnings.AddRange(FolderQuestions.Doubts(answers));
        warnings.AddRange(answers.Doubts);
        var known = DeviceUsers.Known(answers.Layout.Output);
        var passwords = answers.HasPasswords
            ? DeviceUsers.Passwords([.. answers.Devices.Where(device => !known.Contains(device))], context.Random) : [];
        var own = answers.Role == Role.Site
            ? OfSite(answers, DeviceUsers.PasswordText(known, passwords), context, warnings)
            : OfBase(answers, context, passphrase);
        List<InitFile> files = [.. own.Select(file => WithBackup(file, answers))];
        if (config is not null) files.Add(config);
        foreach (var file in files.Where(file => Directory.Exists(file.Path)))
            throw new UsageException($"{Printable.Escape(file.Path)} is a folder, and a file of that name is to be written.");
        return new InitPlan
        {
            Folders = FoldersOf(answers, files, warnings),
            Files = files,
            Passwords = passwords,
            Replaced = ReplacedOf(answers),
            Warnings = warnings,
        };
    }

    private static InitFile WithBackup(InitFile file, InitAnswers answers)
    {
        var (output, folder) = (answers.Layout.Output, Path.GetDirectoryName(file.Path)!);
        return answers.Sites.Any(site => folder == Path.Combine(output, SiteFolderOf(site)))
            ? file with { BackupFolder = Path.Combine(output, ReplacedName, Path.GetFileName(folder)) } : file;
    }

    private static IReadOnlyList<string> ReplacedOf(InitAnswers answers) => answers.Pki is not { } pki ? [] :
    [
        .. WantedCertificate.Of(answers).Select(wanted => wanted.FileName)
            .Where(name => !answers.IsKept(name) && File.Exists(new PkiFolder(pki).Certificate(name))),
    ];

    private static List<InitFile> OfSite(
        InitAnswers answers, string passwords, InitContext context, List<string> warnings)
    {
        var output = answers.Layout.Output;
        List<InitFile> files =
        [
            InitFile.Text(
                Path.Combine(output, DeviceUsers.AclFileName), DeviceUsers.Acl(answers.Devices, answers.Presets)),
        ];
        if (answers.HasPasswords)
        {
            var text = Encoding.UTF8.GetBytes(passwords);
            files.Add(InitFile.ServiceSecret(Path.Combine(output, DeviceUsers.PasswordFileName), text));
        }

        if (answers.Wifi is { } wifi)
            files.Add(InitFile.Secret(Path.Combine(output, WifiPassphraseName), Encoding.UTF8.GetBytes(wifi.Passphrase + "\n")));
        if (KnownWifi.FileOf(output, answers.Wifi) is { } known) files.Add(known);
        if (answers.Certificates is { } folder)
            files.AddRange(folder.Import(answers.Layout, answers.IsShared, context.Time, warnings));
        return files;
    }

    private static List<InitFile> OfBase(InitAnswers answers, InitContext context, string? passphrase)
    {
        var output = answers.Layout.Output;
        List<InitFile> files = [];
        if (answers.Pki is not null) files.AddRange(new InitPki(answers, context.Time, context.CaRounds).Make(passphrase));
        for (var i = 0; i < answers.Sites.Count; i++)
            files.AddRange(OfBasesSite(answers, answers.Sites[i], answers.LinkId + i, context));
        if (answers.Upstream is not { } upstream) return files;
        if (upstream.Password is { } password)
        {
            var text = Encoding.UTF8.GetBytes(password + "\n");
            files.Add(InitFile.ServiceSecret(Path.Combine(output, UpstreamPasswordName), text));
        }

        if (upstream.CaFile is { } ca) files.Add(new InitFile(Path.Combine(output, UpstreamCaName), UpstreamCa.Read(ca)));
        return files;
    }

    /// <summary>What the base knows of a site, in a folder for it; none where that was carried there already.</summary>
    private static List<InitFile> OfBasesSite(InitAnswers answers, string site, int link, InitContext context)
    {
        var output = answers.Layout.Output;
        var (folder, keyFile) = (Path.Combine(output, SiteFolderOf(site)), Path.Combine(output, LinkKeyOf(site)));
        var isKeyKept = answers.IsShared && !answers.ReplacesKeys && File.Exists(keyFile);
        var hasAll = answers.Pki is null ? isKeyKept
            : answers.IsKept(WantedCertificate.BrokerOf(site)) && (isKeyKept || !answers.IsShared);
        if (hasAll && !Directory.Exists(folder)) return [];
        List<InitFile> files =
        [
            InitFile.Text(Path.Combine(folder, SiteFolder.Answers), SiteFolder.Write(answers, site, link)),
        ];
        if (!answers.IsShared) return files;
        var key = isKeyKept ? LinkKeyFile.Read(keyFile) : context.Random(LinkKeyFile.KeyOctets);
        files.Add(InitFile.ServiceSecret(keyFile, key));
        files.Add(InitFile.Secret(Path.Combine(folder, SiteFolder.LinkKey), key));
        return files;
    }

    private static List<InitFolder> FoldersOf(InitAnswers answers, List<InitFile> files, List<string> warnings)
    {
        var layout = answers.Layout;
        var mode = layout.IsApart ? InitFolder.OpenMode : InitFolder.OwnMode;
        List<InitFolder> folders = [new(layout.Output, mode), new(layout.State, InitFolder.OwnMode)];

        // The service reads certificates and the list of revocations there; the CA's key is for its owner's eyes only.
        if (answers.Pki is { } pki)
        {
            folders.Add(new InitFolder(pki, layout.IsApart ? InitFolder.OpenMode : InitFolder.OwnMode));
            if (layout.IsApart && Directory.Exists(pki) && (File.GetUnixFileMode(pki) & UnixFileMode.OtherExecute) == 0)
                warnings.Add($"The service cannot look into {pki}, where its list of revocations is. Cure: chmod 755 {pki}");
        }

        var others = files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct()
            .Where(folder => !folders.Exists(known => known.Path == folder)).ToList();
        folders.AddRange(others.Select(folder => new InitFolder(folder, InitFolder.OwnMode)));
        return folders;
    }
}
