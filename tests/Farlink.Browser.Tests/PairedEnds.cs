using System.Net.Sockets;

namespace Farlink.Browser.Tests;

/// <summary>
/// A site and a base as they are installed, each with its dashboard, over a simulated ether, between two mosquittos. The site's
/// dashboard has a login and keeps what is in messages; the base's has neither.
/// </summary>
public sealed class PairedEnds : IAsyncLifetime
{
    internal const string Password = "correct horse battery";

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-browser-").FullName;
    private readonly List<RunningProcess> _processes = [];
    private readonly int _devices = FreePorts.Take(SocketType.Stream, ProtocolType.Tcp);
    private readonly int _upstream = FreePorts.Take(SocketType.Stream, ProtocolType.Tcp);

    internal string Site { get; private set; } = "";

    internal string Base { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await DoAsync("key", "new", File("link.key"));
        var ether = Keep(RunningProcess.Farlink("sim", "ether", "--listen", "127.0.0.1:0"));
        var port = (await ether.WaitForAsync("Ether on 127.0.0.1:")).Split(':', ',')[1];
        await MosquittoAsync("upstream", _upstream);
        var devices = await MosquittoAsync("devices", _devices);
        Base = await EndAsync("base", port, $"""
            [[site]]
            name = "barn"
            id = 1
            key_file = "link.key"
            [upstream]
            url = "mqtt://127.0.0.1:{_upstream}"
            [dashboard]
            listen = "127.0.0.1:0"
            """);
        Site = await EndAsync("site", port, $"""
            id = 1
            key_file = "link.key"
            [broker]
            kind = "external"
            url = "mqtt://127.0.0.1:{_devices}"
            [dashboard]
            listen = "127.0.0.1:0"
            payloads = true
            {await HashAsync()}
            """);

        // What is published before is for nobody.
        await devices.WaitForAsync("Sending SUBACK");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A device of the site publishes.</summary>
    /// <param name="topic">Below <c>hostile/</c>.</param>
    /// <param name="payload">Its octets.</param>
    internal async Task PublishAsync(string topic, byte[] payload)
    {
        var file = File("payload");
        await System.IO.File.WriteAllBytesAsync(file, payload);
        var (code, output) = await RunningProcess.RunAsync(
            "mosquitto_pub", "-h", "127.0.0.1", "-p", $"{_devices}", "-q", "1", "-t", topic, "-f", file);
        Assert.True(code == 0, output);
    }

    /// <summary>Signs in to the site's dashboard.</summary>
    internal async Task<Screen> OpenSiteAsync(Chromium chromium)
    {
        var screen = await Screen.OpenAsync(chromium, Site);
        await screen.Page.GotoAsync(Site);
        await screen.Find("password").FillAsync(Password);
        await screen.Find("password").PressAsync("Enter");
        await screen.ShowsAsync("chain");
        return screen;
    }

    private static async Task<string> DoAsync(params string[] arguments)
    {
        var (code, output) = await RunningProcess.RunAsync(NativeProgram.Path, arguments);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task<string> HashAsync()
    {
        await using var asked = RunningProcess.Asked("dashboard", "password");
        await asked.TypeAsync(Password);
        var line = await asked.WaitForAsync("password_hash = ");
        Assert.Equal(0, await asked.WaitForExitAsync());
        return line;
    }

    private string File(string name) => Path.Combine(_folder, name);

    private RunningProcess Keep(RunningProcess process)
    {
        _processes.Add(process);
        return process;
    }

    private async Task<RunningProcess> MosquittoAsync(string name, int port)
    {
        var file = File($"{name}.conf");
        await System.IO.File.WriteAllTextAsync(file, $"listener {port} 127.0.0.1\nallow_anonymous true\nlog_type all\n");
        var broker = Keep(RunningProcess.Start("mosquitto", ["-c", file]));
        await broker.WaitForAsync("running");
        return broker;
    }

    /// <summary>Starts an end, and returns where its dashboard is.</summary>
    private async Task<string> EndAsync(string role, string etherPort, string rest)
    {
        await System.IO.File.WriteAllTextAsync(File($"{role}.toml"), $"""
            role = "{role}"
            name = "{(role == "site" ? "barn" : "home")}"
            [[route]]
            topic = "hostile/#"
            [radio]
            uri = "radiohead-ether://127.0.0.1:{etherPort}"
            [link]
            store = "{role}.db"
            {rest}
            """);
        var process = Keep(RunningProcess.Farlink(role, "-c", File($"{role}.toml")));
        await process.WaitForAsync("is running");
        return await RunningDemo.AddressAsync(process);
    }
}
