using Farlink.Host.Doctor;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;
using Farlink.Simulation.Elements;

namespace Farlink.Tests.Doctor;

/// <summary>What can be wrong with keys, certificates and the configuration.</summary>
internal static class KeyCases
{
    private const string SharedKey = "key_file = \"link.key\"\n";

    public static IReadOnlyList<ProgramCase> All { get; } = [.. Config, .. Elements, .. Certificates, .. Links];

    private static IEnumerable<ProgramCase> Config =>
    [
        new("config.file", "a section that is ignored", Verdict.Warn, "belongs to a base", "farlink config check",
            bench => bench.Toml += "\n[upstream]\nurl = \"mqtt://127.0.0.1:1883\"\n"),
    ];

    private static IEnumerable<ProgramCase> Elements =>
    [
        new("element.chip", "nothing answers", Verdict.Fail, "no ATECC608 answers at bus 1, address 0x35", "SDA (GPIO2, pin 3)",
            bench =>
            {
                UseElement(bench, 0x35);
                bench.Element.Faults = new Atecc608Faults { IsDead = true };
            }),
        new("element.chip", "blank", Verdict.Fail, "is blank", "farlink element provision", bench =>
        {
            UseElement(bench, 0x60);
            bench.Element = new Atecc608Model(
                bench.ChipTime, new Atecc608ModelOptions { Start = Atecc608Start.Blank }, octets => octets.Clear());
        }),
        new("element.chip", "locked by half", Verdict.Fail, "is locked by half: its slots are open", "element lock", bench =>
        {
            UseElement(bench, 0x60);
            bench.Element = new Atecc608Model(
                bench.ChipTime, new Atecc608ModelOptions { Start = Atecc608Start.Blank }, octets => octets.Clear());
            using var bus = new ModelI2cBus(bench.Element);
            using var chip = Atecc608Chip.Open(bus, 0x60, new AteccClock(bench.ChipTime, bench.ChipTime.Advance));
            AteccProvisioning.Write(chip);
            chip.LockConfig(chip.ReadConfig());
        }),
        new("element.key", "another key than the paired one", Verdict.Fail, "another key than the one paired as barn",
            "farlink.toml --replace", bench =>
            {
                Pair(bench, "barn");
                File.Delete(bench["site.key.pem"]);
                NewKeyFile.Create(bench["site.key.pem"]);
            }),
        new("element.key", "others may read it", Verdict.Fail, "others may use it", "sudo chmod 600 /", bench =>
        {
            Pair(bench, "barn");
            File.SetUnixFileMode(bench["site.key.pem"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }),
    ];

    private static IEnumerable<ProgramCase> Certificates =>
    [
        new("cert.ca", "missing", Verdict.Fail, "ecc.ca.cert.pem does not exist", "farlink pki init",
            bench => File.Delete(bench["ecc.ca.cert.pem"])),
        new("cert.server", "of another CA", Verdict.Fail, "was not issued by our CA", "farlink pki issue --dir pki --server",
            bench => UseCertificate(bench, "stranger")),
        new("cert.server", "another key", Verdict.Fail, "is not the key of",
            "--name mqtt.com --address 192.168.2.1 --file raspberry-barn",
            bench => bench.Replace("ecc.raspberry.key.pem", "ecc.ended.key.pem")),
        new("cert.server", "others may read its key", Verdict.Fail, "others may use it", "sudo chmod 600 /",
            bench => File.SetUnixFileMode(bench["ecc.raspberry.key.pem"], UnixFileMode.UserRead | UnixFileMode.GroupRead)),
        new("cert.server", "no key", Verdict.Fail, "does not exist",
            "\nsudo install -m 644 ecc.raspberry-barn.cert.pem /", bench => File.Delete(bench["ecc.raspberry.key.pem"])),
        new("cert.names", "for another name", Verdict.Fail, "is not for mqtt.com", "--replace",
            bench => UseCertificate(bench, "elsewhere")),
        new("cert.names", "for another address, of two listeners", Verdict.Fail, "is not for 192.168.9.9: devices refuse it",
            "--name mqtt.com --address 192.168.9.9 --file", bench => bench.Replace(
                "\"192.168.2.1:8883\"", "\"192.168.9.9:8883\"\n[[broker.listener]]\naddress = \"192.168.9.9:8884\"")),
        new("cert.names", "for no address of a host that listens on all", Verdict.Warn,
            "is for no address of this host (10.0.0.7)", "--name mqtt.com --address 10.0.0.7", bench =>
            {
                bench.Replace("192.168.2.1:8883", "0.0.0.0:8883");
                bench.Host.Program(
                    "ip", "-4 -o addr",
                    "1: lo    inet 127.0.0.1/8 scope host lo\n2: eth0    inet 10.0.0.7/24 scope global eth0\n");
            }),
        new("cert.expiry", "has ended", Verdict.Fail, "ecc.ended.cert.pem ended on", "farlink pki issue",
            bench => UseCertificate(bench, "ended")),
        new("cert.expiry", "ends soon", Verdict.Warn, "ecc.ending.cert.pem ends on", "farlink pki issue",
            bench => UseCertificate(bench, "ending")),
        new("cert.revocations", "not renewed", Verdict.Warn, "was to be renewed on", "farlink pki revoke --dir pki\nsudo install",
            bench => File.Copy(bench.Pki.OldList, bench["ecc.ca.crl.pem"], overwrite: true)),
        new("cert.revocations", "no list", Verdict.Fail, "ecc.ca.crl.pem", "farlink pki revoke",
            bench => File.WriteAllText(bench["ecc.ca.crl.pem"], "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n")),
    ];

    private static IEnumerable<ProgramCase> Links =>
    [
        new("config.file", "a site that is not paired", Verdict.Warn, "this site is not paired", "farlink pair -c",
            bench => bench.Replace(SharedKey, "")),
        new("config.file", "a site that is not paired, and more", Verdict.Warn, "a site ignores it, and 1 more",
            "farlink config check", bench =>
            {
                bench.Replace(SharedKey, "");
                bench.Toml += "\n[upstream]\nurl = \"mqtt://127.0.0.1:1\"\n";
            }),
        new("link.pairing", "not paired", Verdict.Fail, "this site is not paired", "farlink pair -c",
            bench => bench.Replace(SharedKey, "")),
        new("link.pairing", "no site of the base", Verdict.Fail, "no site of this base is paired", "farlink pair -c",
            bench => bench.Toml = DoctorBench.Base(1, "").Replace(
                "session = \"psk\"\nkey_file = \"link.key\"\n", "", StringComparison.Ordinal)),
        new("link.pairing", "paired under another name", Verdict.Fail, "was paired as well, and is named barn", "name = \"well\"",
            bench => Pair(bench, "well")),
        new("link.pairing", "a site of the base waits", Verdict.Warn, "not paired yet, and refused: well", "farlink pair",
            bench => bench.Toml = DoctorBench.Base(1, "") + "\n[[site]]\nname = \"well\"\n"),
        new("link.keys", "text", Verdict.Fail, "holds text or a constant", "link.key && farlink key new /",
            bench => File.WriteAllText(bench["link.key"], "secret-password!")),
        new("link.keys", "others may read it", Verdict.Fail, "others may use it", "sudo chmod 600 /",
            bench => File.SetUnixFileMode(bench["link.key"], UnixFileMode.UserRead | UnixFileMode.OtherRead)),
        new("link.keys", "one for two", Verdict.Fail, "is the same key as", "farlink key new", bench =>
        {
            File.Copy(bench["link.key"], bench["well.key"]);
            bench.Toml = DoctorBench.Base(1, "") + "\n[[site]]\nname = \"well\"\nsession = \"psk\"\n";
        }),
        new("link.routes", "none", Verdict.Fail, "nothing crosses", "[[route]] topic",
            bench => bench.Replace("[[route]]\ntopic = \"/esp8266\"", "")),
    ];

    /// <summary>Lets the broker's key be in a chip.</summary>
    public static void UseElement(DoctorBench bench, int address) =>
        bench.Replace("key = \"ecc.raspberry.key.pem\"", $"key = \"atecc608:?bus=1&address=0x{address:X2}&slot=0\"");

    /// <summary>Pairs the site, by a name, with a base.</summary>
    public static void Pair(DoctorBench bench, string name)
    {
        bench.Replace(SharedKey, "");
        NewKeyFile.Create(bench["site.key.pem"]);
        NewKeyFile.Create(bench["home.key.pem"]);
        using var own = FileElement.Open(bench["site.key.pem"]);
        using var peer = FileElement.Open(bench["home.key.pem"]);
        var record = PairingRecord.Make(
            1, new PairedEnd(LinkRole.Site, name, own.PublicKey), new PairedEnd(LinkRole.BaseStation, "home", peer.PublicKey),
            own);
        new PairingFolder(bench["site.pairings"], LinkRole.Site).Add(record, replace: false);
    }

    private static void UseCertificate(DoctorBench bench, string name) => bench.Replace("ecc.raspberry.", $"ecc.{name}.");
}
