using System.Globalization;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>What comes next when all is written, as commands.</summary>
internal sealed class NextSteps
{
    private readonly List<string> _steps = [];
    private readonly InitAnswers _answers;
    private readonly InitPlan _plan;

    private NextSteps(InitAnswers answers, InitPlan plan)
    {
        _answers = answers;
        _plan = plan;
    }

    private InitLayout Layout => _answers.Layout;

    private bool IsSite => _answers.Role == Role.Site;

    /// <summary>Each step, with its command.</summary>
    /// <param name="answers">The end.</param>
    /// <param name="plan">What was written.</param>
    /// <param name="isWifiDone">Whether the access point is made already.</param>
    /// <param name="isPaired">Whether it is paired already.</param>
    public static IReadOnlyList<string> Of(InitAnswers answers, InitPlan plan, bool isWifiDone, bool isPaired)
    {
        var steps = new NextSteps(answers, plan);
        if (steps.IsSite) steps.Site(isWifiDone);
        else steps.BaseStation();
        if (!isPaired) steps.Pair();
        steps.Start();
        steps.Revoke();
        steps.Step($"Look at it: {steps.Command("doctor")}");
        return steps._steps;
    }

    private void Site(bool isWifiDone)
    {
        if (_answers is { Certificates: null, HasCertificates: false })
        {
            Step($"Bring the certificates, from the folder site-{_answers.Name} that farlink init makes at the base, into "
                + $"{Layout.Output}: {SiteFolder.Ca}, {SiteFolder.BrokerCertificate}, {SiteFolder.BrokerKey} (mode 0600). Or run "
                + "farlink init again with --certificates FOLDER --replace");
        }

        if (_answers.Wifi is { } wifi && !isWifiDone)
        {
            var ports = string.Concat(_answers.Listeners.Where(listener => listener.Endpoint.Port != AnswerRules.DefaultPort)
                .Select(listener => string.Create(CultureInfo.InvariantCulture, $" --broker-port {listener.Endpoint.Port}")));
            if (ports.Length > 0 && _answers.Listeners.Any(listener => listener.Endpoint.Port == AnswerRules.DefaultPort))
                ports = $" --broker-port {AnswerRules.DefaultPort}{ports}";
            var passphrase = Shell(Path.Combine(Layout.Output, InitPlan.WifiPassphraseName));
            Step($"WiFi: sudo farlink wifi --ssid {Shell(wifi.Ssid)} --country {wifi.Country} --channel {wifi.Channel} "
                + $"--interface {wifi.Interface} --passphrase-file {passphrase}{ports} --apply");
        }
    }

    private void BaseStation()
    {
        if (_plan.Hindrance is { } hindrance)
        {
            Step($"Add to {Shell(Layout.Config)}, which is as it was ({Printable.Escape(hindrance)}):\n\n{_plan.LinesToAdd}\n"
                + $"     and check it: {Command("config check")}");
        }

        foreach (var site in _answers.Sites) Carry(site, Path.Combine(Layout.Output, InitPlan.SiteFolderOf(site)));
        if (_answers.IsAddition || _answers.Upstream is not null) return;
        if (_answers.Pki is null)
        {
            Step($"Bring {SiteFolder.Ca}, ecc.base.cert.pem and ecc.base.key.pem (mode 0600) into {Shell(Layout.Output)}: the "
                + "base's own broker needs them. Or name another broker: farlink init again, with --upstream URL --replace");
        }
        else
        {
            var viewer = new PkiFolder(Layout.Output);
            Step($"Look at messages: {(Layout.IsSystem ? "sudo " : "")}mosquitto_sub -h {_answers.BrokerNames[0]} -p 8883 -t '#' "
                + $"-i {InitPki.Viewer} -v --cafile {Shell(new PkiFolder(_answers.Pki).CaCertificate)} --cert "
                + $"{Shell(viewer.Certificate(InitPki.Viewer))} --key {Shell(viewer.Key(InitPki.Viewer))}");
        }
    }

    /// <summary>What goes to a site: all that it needs, a part of it, or nothing.</summary>
    private void Carry(string site, string folder)
    {
        const string Removal = "Then remove it from the stick and from here";
        var files = _plan.Files.Where(file => Path.GetDirectoryName(file.Path) == folder)
            .Select(file => Path.GetFileName(file.Path)).ToList();
        if (files.Count == 0)
        {
            Step($"{site} keeps what was carried there. For new certificates: farlink init again, with --replace");
        }
        else if (_answers.Pki is null)
        {
            Step($"Put the certificates of {site} into {Shell(folder)}: {SiteFolder.Ca}, {SiteFolder.BrokerCertificate}, "
                + $"{SiteFolder.BrokerKey}. Carry it there on a stick, and there: sudo farlink init --role site --certificates "
                + $"FOLDER. {Removal}{(_answers.IsShared ? ": the key of the link is in it" : "")}");
            if (!_answers.IsShared) Step(WithoutCertificates(site));
        }
        else if (files.Contains(SiteFolder.BrokerKey) || File.Exists(Path.Combine(folder, SiteFolder.BrokerKey)))
        {
            Step($"Carry {Shell(folder)} to {site} on a stick, and there: sudo farlink init --role site --certificates FOLDER. "
                + $"{Removal}: private keys are in it");
        }
        else
        {
            var carried = string.Join(", ", files.Where(name => name != SiteFolder.Answers));
            Step($"Carry {carried} from {Shell(folder)} to where each is used; {site} itself keeps what was carried there, and "
                + "needs no farlink init. A device that is new there needs a user in its file "
                + $"{DeviceUsers.PasswordFileName} and topics in {DeviceUsers.AclFileName}. {Removal}: private keys are in it");
        }
    }

    private string WithoutCertificates(string site)
    {
        var channel = _answers.Channel.Lines.TrimEnd().Replace("\n", ", ", StringComparison.Ordinal);
        return $"Or at {site} before its certificates are there: sudo farlink init --role site --no-certificates --name {site} "
            + $"--region {_answers.Region} --preset {string.Join(',', _answers.Presets)}"
            + (channel.Length > 0 ? $", and in [radio] of its farlink.toml: {channel}" : "");
    }

    private void Pair()
    {
        if (_answers.IsShared) return;
        var (here, there) = IsSite ? ("site", "base") : ("base", "site");
        if (Layout.IsSystem)
        {
            Step($"Stop the services, where they run; they have the radios: sudo systemctl stop farlink-{here}, and at the "
                + $"{there}: sudo systemctl stop farlink-{there}");
            Step($"Pair, at both ends within two minutes: {Command("pair")}");
        }
        else
        {
            Step($"Pair, at both ends within two minutes, while neither farlink {here} nor farlink {there} runs: "
                + Command("pair"));
        }
    }

    /// <summary>Whoever has the key of a certificate before this one comes in with it for years.</summary>
    private void Revoke()
    {
        if (_plan.Replaced.Count == 0) return;
        var pki = $"{(Layout.IsSystem ? "sudo " : "")}farlink pki revoke --dir {Shell(_answers.Pki!)} --name ";
        Step("When their bearers have the new certificates, take the ones before back: "
            + string.Join("; ", _plan.Replaced.Select(name => $"{pki}{name} --replaced")));
    }

    private void Start()
    {
        var role = IsSite ? "site" : "base";
        if (_answers.IsAddition && Layout.IsSystem) Step($"Start it anew: sudo systemctl restart farlink-{role}");
        else Step($"Start: {(Layout.IsSystem ? $"sudo systemctl enable --now farlink-{role}" : Command(role))}");
    }

    private string Command(string name)
    {
        var command = $"farlink {name} -c {Shell(Layout.Config)}";
        if (!Layout.IsSystem) return command;
        return name is "doctor" or "config check" ? $"sudo {command}" : $"sudo -u {InitPairing.ServiceUser} {command}";
    }

    private void Step(string text) => _steps.Add(text);

    /// <summary>For a POSIX shell.</summary>
    private static string Shell(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
            ? text : $"'{Printable.Escape(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
