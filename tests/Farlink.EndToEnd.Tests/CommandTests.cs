using System.Text.Json;

namespace Farlink.EndToEnd.Tests;

/// <summary>Commands by hand: what they print, and how they fail.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Airtime_Json_IsExact()
    {
        var (code, output) = await RunAsync(
            "airtime", "--sf", "7", "--bandwidth", "125", "--coding-rate", "4/5", "--bytes", "52", "--json");
        Assert.Equal(0, code);
        Assert.Equal(102.656, JsonDocument.Parse(output).RootElement.GetProperty("ms").GetDouble());
    }

    [Fact]
    public async Task Airtime_BandEdge_Warns()
    {
        var (code, output) = await RunAsync("airtime", "--region", "EU868", "--frequency", "868.0");
        Assert.Equal(0, code);
        Assert.Contains("Warning: 868.000 MHz sits on the edge", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sf must be 5 to 12", "airtime", "--sf", "13")]
    [InlineData("--bandwidth 100 is not a LoRa bandwidth", "airtime", "--bandwidth", "100")]
    [InlineData("--region MOON is unknown", "airtime", "--region", "MOON")]
    [InlineData("--bytes must be 0 to 255, not 'abc'", "airtime", "--bytes", "abc")]
    [InlineData("--sf must be 5 to 12, not 'SF7'", "airtime", "--sf", "SF7")]
    [InlineData("--bandwidth must be 1 to 1000, not '12,5'", "airtime", "--bandwidth", "12,5")]
    [InlineData("--frequency must be 100 to 1100, not 'NaN'", "airtime", "--frequency", "NaN")]
    [InlineData("--port must be 1 to 65535, not 'abc'", "device", "--port", "abc")]
    [InlineData("--address must be 0 to 254, not 'x'", "radio", "listen", "--address", "x")]
    [InlineData("--count must be 1 to 1000000, not 'x'", "radio", "send", "--count", "x")]
    [InlineData("--bps must be 1 to 100000000, not 'x'", "sim", "ether", "--bps", "x")]
    [InlineData("--loss must be 0 to 1, not '2'", "sim", "ether", "--loss", "2")]
    [InlineData("--days must be 1 to 36500, not 'x'", "pki", "issue", "--dir", "x", "--name", "a", "--days", "x")]
    [InlineData(
        "--address 1.2.3 is not an IP address", "pki", "issue", "--dir", "x", "--name", "a", "--server", "--address", "1.2.3")]
    [InlineData("--speed must be 0.1 to 1000, not 'fast'", "demo", "--speed", "fast")]
    [InlineData("--log-level must be one of", "device", "--log-level", "foo")]
    [InlineData("--mode must be one of farlink, radiohead, not 'seed'", "demo", "--mode", "seed")]
    [InlineData("--codec must be one of none, rh-encrypted, seed-zero-pad, not 'rot13'", "radio", "listen", "--codec", "rot13")]
    [InlineData("--ldro must be one of auto, on, off, not 'x'", "radio", "send", "--ldro", "x")]
    [InlineData("--coding-rate must be one of 4/5, 4/6, 4/7, 4/8, not '5/4'", "airtime", "--coding-rate", "5/4")]
    [InlineData("SHELL must be one of bash, zsh, fish, not 'tcsh'", "completion", "tcsh")]
    [InlineData("--mode needs a value, and --json is an option", "demo", "--mode", "--json")]
    [InlineData("--mode needs a value, and --help is an option", "demo", "--mode", "--help")]
    [InlineData("--chip needs a value, and --help is an option", "sim", "chip", "--chip", "--help")]
    [InlineData("--sf needs a value, and -h is an option", "airtime", "--sf", "-h")]
    [InlineData("--codec needs a value, and --help is an option", "radio", "listen", "--codec", "--help")]
    [InlineData("--config needs a value, and --once is an option", "status", "-c", "--once")]
    [InlineData("Unrecognized command", "nonsense")]
    [InlineData("argument 'stauts'. Did you mean status?", "stauts", "-c", "farlink.toml")]
    [InlineData("argument '--hlep'. Did you mean --help?", "status", "--hlep")]
    [InlineData("argument 'isue'. Did you mean issue?", "pki", "isue", "--dir", "pki")]
    [InlineData("argument 'stauts'. Did you mean status?", "help", "stauts")]
    [InlineData("argument 'stauts'. Did you mean status?", "stauts", "--help")]
    [InlineData("Try: farlink radio send --help", "radio", "send", "--nonsense")]
    [InlineData("needs the key both ends share", "radio", "send", "--codec", "rh-encrypted")]
    [InlineData("--allow-remote", "sim", "ether", "--listen", "0.0.0.0:0")]
    [InlineData("--allow-remote", "sim", "chip", "--listen", "0.0.0.0:0")]
    [InlineData("--board nothing is not known. Known boards: dragino-lora-gps-hat", "sim", "chip", "--board", "nothing")]
    [InlineData("has an SX1262: say --chip too", "sim", "chip", "--board", "meshadv")]
    [InlineData("--rssi-register must be 0 to 255", "sim", "chip", "--rssi-register", "256")]
    [InlineData("is not an address and port", "sim", "chip", "--listen", "here")]
    [InlineData("--board nothing is not known", "radio", "probe", "--board", "nothing")]
    [InlineData("a chip is meant", "radio", "probe", "--radio", "ether://127.0.0.1:4001")]
    [InlineData("/nowhere/farlink.toml", "radio", "probe", "-c", "/nowhere/farlink.toml")]
    [InlineData("--only wires is no check and no area. Areas: config, os, spi, ", "doctor", "--only", "wires")]
    [InlineData("--only wifi.cuntry is no check and no area. Checks of wifi: wifi.", "doctor", "--only", "wifi.cuntry")]
    [InlineData("/usr/share/doc/farlink/doctor.md", "doctor", "--only", "wires")]
    [InlineData("(/usr/share/doc/farlink/simulation.md)", "sim", "run", "samples/farm.toml", "--sites", "3")]
    [InlineData("/nowhere/farlink.toml", "doctor", "--only", "config", "-c", "/nowhere/farlink.toml")]
    [InlineData("--server or --client", "pki", "issue", "--dir", "x", "--name", "y")]
    [InlineData("--messages must be 1 to 1000000000", "demo", "--messages", "0")]
    [InlineData("'here' is no address and port: --dashboard", "demo", "--dashboard", "here")]
    [InlineData("farlink.toml", "site", "-c", "/nowhere/farlink.toml")]
    [InlineData("--interval 'soon' is not a time", "device", "--interval", "soon")]
    [InlineData("--trace needs --mqtt5", "device", "--trace")]
    [InlineData("--model-mib must be one of 1, 2, 4, 8, 16, not '3'", "bench", "codec", "--trace", "x", "--model-mib", "3")]
    [InlineData("Try: farlink completion --help", "completion", "tcsh")]
    public async Task Usage_Wrong_ExitsWithTwoAndSaysWhatToDo(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    /// <summary>Far from every command is no guess; what is wrong is said once, and not that a command is missing.</summary>
    [Theory]
    [InlineData("nonsense")]
    [InlineData("pki", "x")]
    [InlineData("status", "-x")]
    public async Task Usage_WordThatIsLikeNoOther_HasNoGuessAndOneLine(params string[] arguments)
    {
        var (_, output) = await RunAsync(arguments);
        Assert.DoesNotContain("Did you mean", output, StringComparison.Ordinal);
        Assert.StartsWith(
            $"farlink: Unrecognized command or argument '{arguments[^1]}'.\nTry: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Usage:\n  farlink pki issue [options]", "help", "pki", "issue")]
    [InlineData("Usage:\n  farlink [command] [options]", "help")]
    public async Task Help_OfACommand_IsThatOfItsOption(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".TH FARLINK 1 ", "man")]
    [InlineData("complete -o bashdefault -o default -F _farlink farlink", "completion", "bash")]
    [InlineData("#compdef farlink", "completion", "zsh")]
    [InlineData("complete -c farlink -f", "completion", "fish")]
    public async Task Manual_OfTheNativeProgram_IsPrinted(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Airtime_ChannelNotAllowed_HasNoPeriod()
    {
        var (code, output) = await RunAsync("airtime", "--region", "EU868", "--frequency", "868.65");
        Assert.Equal(0, code);
        Assert.Contains("is not allowed in EU868", output, StringComparison.Ordinal);
        Assert.DoesNotContain("shortest period", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Airtime_Period_IsRoundedUp()
    {
        var (_, output) = await RunAsync("airtime", "--sf", "12", "--ldro", "off", "--bytes", "20", "--json");
        Assert.Equal(131.892, JsonDocument.Parse(output).RootElement.GetProperty("shortest_period_s").GetDouble());
    }

    [Fact]
    public async Task PkiShow_OneDamagedFile_ShowsTheOthers()
    {
        await using var shop = await Workshop.CreateAsync();
        await File.WriteAllTextAsync(shop.File("pki/ecc.bad.cert.pem"), "nonsense");
        var (code, output) = await RunAsync("pki", "show", "--dir", shop.File("pki"));
        Assert.Equal(0, code);
        Assert.Contains("holds no readable PEM certificate", output, StringComparison.Ordinal);
        Assert.Contains("names: mqtt.com, localhost, 127.0.0.1", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("farlink sim ether", "radio", "send", "--radio", "radiohead-ether://127.0.0.1:1")]
    [InlineData("holds no CA", "pki", "show", "--dir", "/nowhere")]
    [InlineData("Cannot write", "key", "new", "/nowhere/link.key")]
    [InlineData("Cannot read the trace /nowhere/x.tsv", "bench", "codec", "--trace", "/nowhere/x.tsv")]
    public async Task Failure_Clear_ExitsWithOne(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("rh-encrypted")]
    [InlineData("seed-zero-pad")]
    public async Task Radio_SendAndListen_ShowWhatTheSeedShowed(string codec)
    {
        await using var shop = await Workshop.CreateAsync();
        await shop.EtherAsync();
        string[] common =
        [
            "--radio", $"radiohead-ether://127.0.0.1:{shop.EtherPort}", "--codec", codec, "--key-file", shop.File("link.key"),
        ];
        await using var listen = RunningProcess.Farlink(["radio", "listen", .. common, "--count", "1", "--timeout", "30s"]);
        await using var json = RunningProcess.Farlink(
            ["radio", "listen", .. common, "--count", "1", "--timeout", "30s", "--json"]);
        await listen.WaitForAsync("Listening packet...");
        await shop.WaitForNodesAsync(2);
        var (code, sent) = await RunAsync(["radio", "send", .. common, "--message", "Hi Raspi!"]);
        Assert.Equal(0, code);
        Assert.Contains("bytes to node #01 => ", sent, StringComparison.Ordinal);
        Assert.Equal(0, await listen.WaitForExitAsync());
        Assert.Equal(0, await json.WaitForExitAsync());
        Assert.Contains("Hi Raspi!", listen.Output, StringComparison.Ordinal);
        Assert.Contains(
            codec == "none" ? "Packet[09] #10 => #1 0dB: Hi Raspi!" : "Packet[16] #10 => #1 0dB: ",
            listen.Output,
            StringComparison.Ordinal);
        var frame = JsonDocument.Parse(json.Lines.Single()).RootElement;
        Assert.Equal(
            (10, 1, "Hi Raspi!"),
            (frame.GetProperty("from").GetInt32(), frame.GetProperty("to").GetInt32(), frame.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Radio_Reliable_IsAcknowledgedAndUnansweredFails()
    {
        await using var shop = await Workshop.CreateAsync();
        await shop.EtherAsync("--loss", "0.2", "--seed", "4");
        var radio = $"radiohead-ether://127.0.0.1:{shop.EtherPort}";
        await using (var listen = RunningProcess.Farlink(
            "radio", "listen", "--radio", radio, "--reliable", "--count", "5", "--timeout", "60s"))
        {
            await listen.WaitForAsync("Listening packet...");
            await shop.WaitForNodesAsync(1);
            var (code, output) = await RunAsync(
                "radio", "send", "--radio", radio, "--reliable", "--retries", "10", "--count", "5", "--interval", "1ms");
            Assert.True(code == 0, output);
            Assert.Equal(0, await listen.WaitForExitAsync());
        }

        var (unanswered, text) = await RunAsync("radio", "send", "--radio", radio, "--reliable");
        Assert.Equal(1, unanswered);
        Assert.Contains("1 of 1 messages were not acknowledged", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigCheck_WrongFile_SaysLineKeyFoundAllowed()
    {
        await using var shop = await Workshop.CreateAsync();
        await File.WriteAllTextAsync(shop.File("farlink.toml"), "role = \"site\"\n[radio]\nspreading_factor = 13\n");
        var (code, output) = await RunAsync("config", "check", "-c", shop.File("farlink.toml"));
        Assert.Equal(2, code);
        Assert.Contains(
            "farlink.toml:3:1: error: radio.spreading_factor: found 13; allowed: a whole number from 5 to 12",
            output,
            StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> RunAsync(params string[] arguments) =>
        RunningProcess.RunAsync(NativeProgram.Path, arguments);
}
