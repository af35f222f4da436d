using Farlink.Configuration;
using Farlink.Keys.Backup;
using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Mqtt.Broker;

namespace Farlink.Backup;

/// <summary>
/// The files that one end consists of: every path that its configuration names, key by key, and what Farlink keeps beside
/// them. The folder of pairings and the store, which need care, are named and not walked.
/// </summary>
internal sealed class BackupContents
{
    private readonly List<BackupSource> _files = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _elements = [];

    private BackupContents(string configuration) => Add(BackupKind.Configuration, configuration, isNeeded: true);

    /// <summary>Plain files.</summary>
    public IReadOnlyList<BackupSource> Files => _files;

    /// <summary>Keys that stay in their chip or token, for people.</summary>
    public IReadOnlyList<string> Elements => _elements;

    /// <summary>The folder of pairings; empty if there is none.</summary>
    public string Pairings { get; private init; } = "";

    /// <summary>The store; empty if there is none.</summary>
    public string Store { get; private init; } = "";

    /// <summary>Walks a configuration.</summary>
    /// <param name="configuration">Its file, absolute.</param>
    /// <param name="config">What it says.</param>
    /// <param name="rekeys">Keys that a re-key under way goes to: URIs.</param>
    public static BackupContents Of(string configuration, FarlinkConfig config, IEnumerable<string> rekeys)
    {
        var contents = new BackupContents(configuration)
        {
            Pairings = config.Link.PairingFolder,
            Store = config.Link.StorePath,
        };
        contents.AddLink(config);
        foreach (var uri in rekeys) contents.AddKey(uri, isNeeded: false);
        contents.AddBroker(config);
        if (config.Upstream is { } upstream) contents.AddUpstream(upstream);
        contents.Add(BackupKind.Certificate, config.Dashboard.CertificateFile, isNeeded: true);
        if (config.Dashboard.KeyFile is { } page) contents.AddKey(page, isNeeded: true);
        return contents;
    }

    private void AddLink(FarlinkConfig config)
    {
        var link = config.Link;
        AddShared(link.KeyFile);
        foreach (var site in config.Sites) AddShared(site.KeyFile);
        if (link.Pairing?.Element is { } own) AddKey(own, isNeeded: true);
        var isPaired = link.Pairing is not null || config.Sites.Any(site => site.Pairing is not null);
        if (link.Element.Length > 0 && (isPaired || SecureElements.FileOf(link.Element) is not null))
            AddKey(link.Element, isNeeded: isPaired && link.Pairing?.Element is null);
        if (link.StorePath.Length > 0) Add(BackupKind.Ended, EndedList.Beside(link.StorePath), isNeeded: false);
    }

    private void AddBroker(FarlinkConfig config)
    {
        var broker = config.Broker;
        if (broker.External is { } external) AddUpstream(external);
        if (!broker.IsEmbedded) return;

        // With an upstream broker the one of its own does not run; its CA checks what comes from there all the same.
        var isUsed = config.Upstream is null;
        var hasTls = isUsed && broker.Listeners.Any(listener => listener.Auth != ListenerAuth.Plain);
        var isMutual = isUsed && broker.Listeners.Any(listener => listener.Auth == ListenerAuth.Mutual);
        Add(BackupKind.Certificate, broker.CaFile, isMutual);
        Add(BackupKind.Revocations, broker.RevocationFile, isNeeded: false);
        Add(BackupKind.Certificate, broker.CertificateFile, hasTls);
        AddKey(broker.KeyFile, hasTls);
        Add(BackupKind.Passwords, broker.PasswordFile, isNeeded: true);
        Add(BackupKind.Access, broker.AclFile, isNeeded: true);
    }

    private void AddUpstream(UpstreamConfig upstream)
    {
        Add(BackupKind.Certificate, upstream.CaFile, isNeeded: true);
        Add(BackupKind.Revocations, upstream.RevocationFile, isNeeded: false);
        Add(BackupKind.Certificate, upstream.CertificateFile, isNeeded: true);
        if (upstream.KeyFile is { } key) AddKey(key, isNeeded: true);
        Add(BackupKind.Passwords, upstream.PasswordFile, isNeeded: true);
    }

    private void AddShared(string? path)
    {
        if (path is null) return;
        Add(BackupKind.Key, path, isNeeded: true);
        Add(BackupKind.KeyUse, $"{path}.use", isNeeded: false);
    }

    /// <summary>A key is a file, by its path or as a URI, or stays where it is.</summary>
    private void AddKey(string key, bool isNeeded)
    {
        if (SecureElements.FileOf(key) is { } file) Add(BackupKind.Key, file, isNeeded);
        else if (!SecureElements.IsKnown(key)) Add(BackupKind.Key, key, isNeeded);
        else if (_known.Add(key)) _elements.Add(SecureElements.Shown(key));
    }

    private void Add(BackupKind kind, string? path, bool isNeeded)
    {
        if (path is { Length: > 0 } && _known.Add(path)) _files.Add(new BackupSource(kind, path, isNeeded));
    }
}
