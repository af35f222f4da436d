using System.Net.Sockets;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// A folder with a PKI, keys and configurations made by the program's own commands, and free ports. Everything in it goes with
/// the test.
/// </summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-e2e-").FullName;
    private readonly List<RunningProcess> _processes = [];
    private static readonly Lazy<Task<string>> Furniture = new(FurnishAsync);
    private RunningProcess? _ether;
    private bool _isPhysical;
    private bool _isPaired;

    public int EtherPort { get; private set; }

    public int SitePort { get; } = FreePort();

    /// <summary>A listener of the native site without TLS, for clients that speak packet by packet.</summary>
    public int PlainSitePort { get; } = FreePort();

    public int UpstreamPort { get; } = FreePort();

    /// <summary>Lines of <c>[radio]</c> of the native site and base; null: the ether.</summary>
    public string? SiteRadio { get; set; }

    /// <inheritdoc cref="SiteRadio"/>
    public string? BaseRadio { get; set; }

    /// <summary>
    /// A folder with a CA, certificates, a key and a user: made once with the program itself, since a passphrase takes its time,
    /// then copied.
    /// </summary>
    public static async Task<Workshop> CreateAsync()
    {
        var shop = new Workshop();
        Copy(await Furniture.Value, shop._folder);
        return shop;
    }

    public string File(string name) => Path.Combine(_folder, name);

    public RunningProcess Keep(RunningProcess process)
    {
        _processes.Add(process);
        return process;
    }

    public async Task<RunningProcess> EtherAsync(params string[] more)
    {
        var ether = Keep(RunningProcess.Farlink(["sim", "ether", "--listen", $"127.0.0.1:{EtherPort}", .. more]));
        var line = await ether.WaitForAsync("Ether on 127.0.0.1:");
        EtherPort = int.Parse(line.Split(':', ',')[1]);
        _ether = ether;
        return ether;
    }

    /// <summary>An ether that models the air.</summary>
    /// <param name="pcap">A file for all frames.</param>
    public Task<RunningProcess> PhysicalEtherAsync(string pcap)
    {
        _isPhysical = true;
        return EtherAsync("--physical", "--pcap", pcap);
    }

    /// <summary>Waits until so many nodes have told the ether their own address.</summary>
    public async Task WaitForNodesAsync(int count)
    {
        // Each tells 255 first.
        await _ether!.WaitForAsync(" is node ", count: 2 * count);
    }

    /// <summary>Waits until a connection that came in on a port holds octets nobody has read (proc(5), /proc/net/tcp).</summary>
    public static async Task WaitForUnreadAsync(int port)
    {
        const string Established = "01";
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            foreach (var line in (await System.IO.File.ReadAllLinesAsync("/proc/net/tcp")).Skip(1))
            {
                // Fields: number, local address:port, remote, state, transmit:receive queue, all in hexadecimal.
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && fields[3] == Established
                    && fields[4].Split(':')[1] != "00000000")
                    return;
            }

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "nothing was sent to the suspended broker");
            await Task.Yield();
        }
    }

    public async Task RestartEtherAsync()
    {
        await StopEtherAsync();
        await EtherAsync();
    }

    /// <summary>Takes the radios' air away; <see cref="EtherAsync"/> brings it back at the same port.</summary>
    public Task StopEtherAsync() => _ether!.KillAsync();

    public async Task<RunningProcess> SiteAsync(string broker = "", string link = "")
    {
        var embedded = $"""
            [broker]
            ca = "pki/ecc.ca.cert.pem"
            cert = "pki/ecc.raspberry.cert.pem"
            key = "pki/ecc.raspberry.key.pem"
            password_file = "users"
            acl_file = "acl"
            [[broker.listener]]
            address = "127.0.0.1:{SitePort}"
            """;
        Write("site.toml", "site", $"address = 10\nto = 1\n{link}", broker.Length > 0 ? broker : embedded);
        var site = Keep(RunningProcess.Farlink("site", "-c", File("site.toml"), "--log-level", "debug"));
        await site.WaitForAsync("is running");
        return site;
    }

    public async Task<RunningProcess> BaseAsync(string link = "")
    {
        Write("base.toml", "base", $"address = 1\n{link}", $"[upstream]\nurl = \"mqtt://127.0.0.1:{UpstreamPort}\"");
        var station = Keep(RunningProcess.Farlink("base", "-c", File("base.toml")));
        await station.WaitForAsync("is running");
        return station;
    }

    /// <summary>A site in the native format; started again it goes on from its store.</summary>
    /// <param name="broker">Its broker, if not its own.</param>
    /// <param name="mayFillDisk">Whether its file sizes will be limited: else the signal for that ends it.</param>
    public async Task<RunningProcess> NativeSiteAsync(string? broker = null, bool mayFillDisk = false)
    {
        await WriteSiteAsync(broker);
        return await StartNativeAsync("site", mayFillDisk);
    }

    /// <summary>A native site whose store is alone on a disk of so much room, in a mount namespace of its own.</summary>
    public async Task<RunningProcess> NativeSiteOnSmallDiskAsync(int kibibytes)
    {
        await WriteSiteAsync(null);
        var (config, disk) = (File("native-site.toml"), File("disk"));
        Directory.CreateDirectory(disk);
        var text = await System.IO.File.ReadAllTextAsync(config);
        await System.IO.File.WriteAllTextAsync(
            config, text.Replace("store = \"site.db\"", "store = \"disk/site.db\"", StringComparison.Ordinal));
        const string script = "mount -t tmpfs -o size=\"$3k\" none \"$2\" && exec \"$0\" site -c \"$1\"";
        string[] user = Environment.UserName == "root" ? [] : ["-r"];
        var site = Keep(RunningProcess.Start(
            "unshare", [.. user, "-m", "sh", "-c", script, NativeProgram.Path, config, disk, $"{kibibytes}"]));
        await site.WaitForAsync("is running");
        return site;
    }

    /// <summary>A native site with a log level of its configuration alone, and with these variables.</summary>
    public async Task<RunningProcess> PlainNativeSiteAsync(
        IReadOnlyDictionary<string, string>? environment = null, params string[] more)
    {
        await WriteSiteAsync(null);
        var site = Keep(RunningProcess.Start(
            NativeProgram.Path, ["site", "-c", File("native-site.toml"), .. more], environment));
        await site.WaitForAsync("is running");
        return site;
    }

    /// <summary>A base in the native format.</summary>
    /// <param name="upstream">Its broker; default mosquitto at <see cref="UpstreamPort"/>.</param>
    /// <param name="environment">Variables that it is started with, keys of its configuration among them.</param>
    public async Task<RunningProcess> NativeBaseAsync(
        string? upstream = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        await WriteBaseAsync(upstream);
        return await StartNativeAsync("base", environment: environment);
    }

    /// <summary>Pairs a native site and base by files; they are started without a shared key from then on.</summary>
    public async Task PairAsync()
    {
        await WritePairedAsync();
        var (site, station) = (File("native-site.toml"), File("native-base.toml"));
        var offer = await DoAsync(0, "pair", "offer", "-c", site, "--output", File("barn.offer"));
        var answer = await DoAsync(
            0, "pair", "accept", File("barn.offer"), "-c", station, "--fingerprint", FingerprintIn(offer),
            "--output", File("barn.answer"));
        await DoAsync(0, "pair", "accept", File("barn.answer"), "-c", site, "--fingerprint", FingerprintIn(answer));
    }

    /// <summary>Writes the configurations of ends that are, or will be, paired.</summary>
    public async Task WritePairedAsync()
    {
        _isPaired = true;
        await WriteSiteAsync(null);
        await WriteBaseAsync(null);
    }

    /// <summary>The fingerprint that a command printed.</summary>
    public static string FingerprintIn(string output) =>
        System.Text.RegularExpressions.Regex.Match(output, "([A-Z2-7]{4}-){6}[A-Z2-7]{2}").Value;

    /// <summary>Runs the program and expects an exit code; returns what it printed.</summary>
    public static async Task<string> DoAsync(int expected, params string[] arguments)
    {
        var (code, output) = await RunningProcess.RunAsync(NativeProgram.Path, arguments);
        Assert.True(code == expected, $"{string.Join(' ', arguments)}: exit code {code}\n{output}");
        return output;
    }

    private Task WriteSiteAsync(string? broker) => WriteNativeAsync("native-site.toml", "site", $"""
        [link]
        {(_isPaired ? "" : "id = 1\nkey_file = \"link.key\"")}
        store = "site.db"
        {broker ?? OwnBroker}
        """);

    private Task WriteBaseAsync(string? upstream) => WriteNativeAsync("native-base.toml", "base", $"""
        [link]
        store = "base.db"
        {(_isPaired
            ? ""
            : "[[site]]\nname = \"barn\"\nid = 1\nkey_file = \"link.key\"")}
        [upstream]
        url = "{upstream ?? $"mqtt://127.0.0.1:{UpstreamPort}"}"
        """);

    /// <summary>A plain mosquitto, as the broker with Internet access.</summary>
    public async Task<RunningProcess> MosquittoAsync(int port)
    {
        await System.IO.File.WriteAllTextAsync(
            File("mosquitto.conf"), $"listener {port} 127.0.0.1\nallow_anonymous true\nlog_type all\n");
        return await MosquittoAsync();
    }

    /// <summary>mosquitto with a second listener for MQTT over WebSocket; returns its port.</summary>
    public async Task<int> MosquittoWithWebSocketsAsync()
    {
        var web = FreePort();
        await System.IO.File.WriteAllTextAsync(File("mosquitto.conf"), $"""
            allow_anonymous true
            log_type all
            listener {UpstreamPort} 127.0.0.1
            listener {web} 127.0.0.1
            protocol websockets

            """);
        await MosquittoAsync();
        return web;
    }

    /// <summary>
    /// A mosquitto as the broker of a native site; what it was given it has after a kill too, as far as it can.
    /// </summary>
    public async Task<RunningProcess> SiteMosquittoAsync()
    {
        await System.IO.File.WriteAllTextAsync(File("site-mosquitto.conf"), $"""
            listener {PlainSitePort} 127.0.0.1
            allow_anonymous true
            persistence true
            persistence_location {_folder}/
            autosave_on_changes true
            autosave_interval 1
            log_type all
            user root

            """);
        return await MosquittoAsync("site-mosquitto.conf");
    }

    /// <summary>What the upstream broker keeps of the site's presence.</summary>
    public async Task<string> PresenceAsync()
    {
        var (code, output) = await RunningProcess.RunAsync(
            "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{UpstreamPort}", "-t", "farlink/barn/state", "-C", "1", "-W", "10");
        Assert.True(code == 0, output);
        return output.Trim();
    }

    /// <summary>mosquitto as the seed has it: TLS, client certificates, passwords, on the site's port.</summary>
    public async Task<RunningProcess> SeedMosquittoAsync()
    {
        await System.IO.File.WriteAllTextAsync(File("mosquitto.conf"), $"""
            listener {SitePort} 127.0.0.1
            cafile {File("pki/ecc.ca.cert.pem")}
            certfile {File("pki/ecc.raspberry.cert.pem")}
            keyfile {File("pki/ecc.raspberry.key.pem")}
            require_certificate true
            allow_anonymous false
            password_file {File("users")}
            log_type all
            user root

            """);
        return await MosquittoAsync();
    }

    public RunningProcess Device(int count, string interval = "300ms", params string[] more) => Keep(RunningProcess.Farlink(
    [
        "device", "--host", "127.0.0.1", "--port", $"{SitePort}", "--tls-name", "mqtt.com", .. Credentials(),
        "-u", "esp8266", "-P", "secret", "--interval", interval, "--count", $"{count}", .. more,
    ]));

    public string[] Credentials() =>
    [
        "--cafile", File("pki/ecc.ca.cert.pem"), "--cert", File("pki/ecc.esp8266.cert.pem"),
        "--key", File("pki/ecc.esp8266.key.pem"),
    ];

    private static async Task<string> FurnishAsync()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-e2e-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var pki = Path.Combine(folder, "pki");
        await DoAsync(0, "pki", "init", "--dir", pki);
        await DoAsync(
            0, "pki", "issue", "--dir", pki, "--server", "--name", "mqtt.com", "--name", "localhost", "--address", "127.0.0.1",
            "--file", "raspberry");
        await DoAsync(0, "pki", "issue", "--dir", pki, "--client", "--name", "esp8266");
        await DoAsync(0, "key", "new", Path.Combine(folder, "link.key"));
        var (code, output) = await RunningProcess.RunAsync(
            "mosquitto_passwd", "-c", "-b", Path.Combine(folder, "users"), "esp8266", "secret");
        Assert.True(code == 0, output);
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "acl"), "user esp8266\ntopic readwrite /esp8266\n");
        return folder;
    }

    /// <summary>Copies a folder with the modes of what is in it.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from)) System.IO.File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(folder));
            Directory.CreateDirectory(copy, System.IO.File.GetUnixFileMode(folder));
            Copy(folder, copy);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A port that a program started later can have: see <see cref="FreePorts"/>.</summary>
    public static int FreeUdpPort() => FreePorts.Take(SocketType.Dgram, ProtocolType.Udp);

    /// <inheritdoc cref="FreeUdpPort"/>
    public static int FreePort() => FreePorts.Take(SocketType.Stream, ProtocolType.Tcp);

    private async Task<RunningProcess> MosquittoAsync(string configuration = "mosquitto.conf")
    {
        var broker = Keep(RunningProcess.Start("mosquitto", ["-c", File(configuration)]));
        await broker.WaitForAsync("running");
        return broker;
    }

    private string OwnBroker => $"""
        [broker]
        ca = "pki/ecc.ca.cert.pem"
        cert = "pki/ecc.raspberry.cert.pem"
        key = "pki/ecc.raspberry.key.pem"
        password_file = "users"
        acl_file = "acl"
        [[broker.listener]]
        address = "127.0.0.1:{SitePort}"
        [[broker.listener]]
        address = "127.0.0.1:{PlainSitePort}"
        auth = "plain"
        """;

    private string EtherRadio => $"uri = \"{(_isPhysical ? "ether" : "radiohead-ether")}://127.0.0.1:{EtherPort}\"";

    private Task WriteNativeAsync(string name, string role, string rest) => System.IO.File.WriteAllTextAsync(File(name), $"""
        role = "{role}"
        name = "{(role == "site" ? "barn" : "home")}"
        [radio]
        {(role == "site" ? SiteRadio : BaseRadio) ?? EtherRadio}
        {rest}
        [[route]]
        topic = "/esp8266"
        direction = "both"
        """);

    private async Task<RunningProcess> StartNativeAsync(
        string role, bool mayFillDisk = false, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] arguments = [role, "-c", File($"native-{role}.toml"), "--log-level", "debug"];
        var process = Keep(mayFillDisk
            ? RunningProcess.Start("sh", ["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", NativeProgram.Path, .. arguments])
            : RunningProcess.Start(NativeProgram.Path, arguments, environment));
        await process.WaitForAsync("is running");
        return process;
    }

    private void Write(string name, string role, string link, string rest) => System.IO.File.WriteAllText(File(name), $"""
        role = "{role}"
        name = "{role}"
        [radio]
        uri = "radiohead-ether://127.0.0.1:{EtherPort}"
        region = "EU868"
        frequency_mhz = 868.1
        [link]
        mode = "radiohead"
        codec = "rh-encrypted"
        key_file = "link.key"
        {link}
        {rest}
        [[route]]
        topic = "/esp8266"
        """);
}
