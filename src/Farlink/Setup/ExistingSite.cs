using System.Collections;
using System.Net;
using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>A site whose configuration is where one would be written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Config">What it says.</param>
/// <param name="Wifi">The access point that it was told to have; null: none, or nobody knows.</param>
internal sealed record ExistingSite(string Path, FarlinkConfig Config, KnownWifi? Wifi) : ExistingEnd(Path, Config)
{
    /// <summary>Finds it; null: there is none, or no init could have made it.</summary>
    /// <param name="layout">Where.</param>
    /// <param name="wifi">Says of a folder which access point belongs to it.</param>
    public static ExistingSite? Find(InitLayout layout, Func<string, KnownWifi?> wifi)
    {
        if (!File.Exists(layout.Config)) return null;
        var (config, _) = ConfigLoader.Load(layout.Config, null, new Hashtable());
        return config is { Role: Role.Site, Link.IsNative: true, Broker.IsEmbedded: true }
            ? new ExistingSite(layout.Config, config, wifi(layout.Output)) : null;
    }

    public override byte? SharedLink => Config.Link.KeyFile is null ? null : Config.Link.Id;

    /// <summary>Whether this host is its devices' access point, as far as is known.</summary>
    public bool HasWifi => Wifi is not null
        || (!File.Exists(Beside(KnownWifi.FileName)) && File.Exists(Beside(InitPlan.WifiPassphraseName)));

    /// <summary>Its certificates are here: a new configuration finds them.</summary>
    public bool HasCertificates => new[] { SiteFolder.Ca, SiteFolder.BrokerCertificate, SiteFolder.BrokerKey }
        .All(name => File.Exists(Beside(name)));

    /// <summary>The key that both ends share is where a new configuration looks for it.</summary>
    public bool HasSharedKey => Config.Link.KeyFile == Beside(SiteFolder.LinkKey) && File.Exists(Config.Link.KeyFile);

    /// <summary>Whether devices have passwords.</summary>
    public bool HasPasswords => Config.Broker.PasswordFile is not null;

    /// <summary>Devices that it knows: users of its access list, in that order.</summary>
    public IReadOnlyList<string> Devices() =>
        [.. DeviceUsers.Listed(Folder).Where(user => AnswerRules.Device(user) is null)];

    /// <summary>Where its broker listens, as far as that fits.</summary>
    /// <param name="hasWifi">Whether this host is to be the devices' access point.</param>
    public IReadOnlyList<ListenerAnswer> Listeners(bool hasWifi) =>
    [
        .. Config.Broker.Listeners.Where(one => Fits(one.Endpoint, hasWifi))
            .Select(one => new ListenerAnswer(one.Auth, one.Endpoint)),
    ];

    /// <summary>What of it does not fit answers that make it anew.</summary>
    public IEnumerable<string> Doubts(InitAnswers answers)
    {
        if (answers.Role != Role.Site)
        {
            yield return $"here is a site, {Config.Name}, and it becomes a base";
            yield break;
        }

        if (Config.Radio.Region.Name != answers.Region)
            yield return $"the base of this site is in {Config.Radio.Region.Name}, and does not hear it in {answers.Region}";
        if (Config.Link.Pairing is not null && Config.Name != answers.Name)
            yield return $"its base knows this site as {Config.Name}: with the name {answers.Name} it must be paired again";
        if (Config.Link.Pairing is not null && answers.IsShared)
            yield return "this site is paired; with --session psk it is not";
        if (HasWifi && answers.Wifi is null)
            yield return "this host is the devices' access point, and would be so no more: --wifi";
        foreach (var doubt in ListenerDoubts(answers.Listeners)) yield return doubt;
        foreach (var user in DeviceUsers.Listed(Folder).Where(user => !answers.Devices.Contains(user)))
        {
            yield return $"{user} is in the access list and not among the devices: its lines go, and it may do nothing any more. "
                + $"Name it with --device too, or bring its lines from {DeviceUsers.AclFileName}.bak";
        }
    }

    private IEnumerable<string> ListenerDoubts(IReadOnlyList<ListenerAnswer> wanted)
    {
        foreach (var old in Config.Broker.Listeners.Select(one => new ListenerAnswer(one.Auth, one.Endpoint)).Except(wanted))
        {
            var moved = wanted.FirstOrDefault(one => one.Auth == old.Auth);
            yield return moved is null
                ? $"the listener {old.Word} at {old.Endpoint} goes: its devices have no broker any more. Name it with "
                    + "--listener too"
                : $"the listener {old.Word} moves from {old.Endpoint} to {moved.Endpoint}: its devices must be told";
        }
    }

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private string Beside(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>In this host's WiFi devices find it at one address alone, which without that WiFi is none of this host.</summary>
    private bool Fits(IPEndPoint endpoint, bool hasWifi) => hasWifi
        ? AnswerRules.ListenInWifi(endpoint.ToString()) is null
        : !HasWifi || !endpoint.Address.Equals(InitPki.SiteAddress);
}
