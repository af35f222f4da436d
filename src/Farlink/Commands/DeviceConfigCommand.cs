using System.CommandLine;
using Farlink.Devices;
using Farlink.Mqtt.Broker;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary><c>farlink device config</c>: what to type into a real device so that it joins the site.</summary>
internal static class DeviceConfigCommand
{
    private const int TlsPort = 8883;
    private const int PlainPort = 1883;

    public static Command Create() => new(
        "config",
        $"Print the configuration of a real device. Nothing is printed that it cannot load: {DocumentationPages.Devices} has the "
        + "table of what can use which listener.")
    {
        CreateMongooseOs(), CreateTasmota(), CreateEspHome(),
    };

    private static Command CreateMongooseOs()
    {
        var common = new Common();
        var address = Options.Number("--chip-address", "I2C address of the ATECC, seven bits: 96 blank, 53 Trust&GO", 96, 8, 119);
        var command = new Command(
            "mongoose-os",
            "Mongoose OS on ESP8266 or ESP32, with an ATECC508/608 or without.\n\n"
            + "Example: farlink device config mongoose-os --ssid farm --passphrase PASS --user esp8266 --password PASS "
            + "--ca ecc.ca.cert.pem --cert ecc.esp8266.cert.pem --key ATCA:0");
        common.AddTo(command);
        command.Add(address);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed).Checked(MongooseOs.LongestSsid);
            Console.Write(MongooseOs.Print(settings, (int)parsed.GetValue(address)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateTasmota()
    {
        var common = new Common();
        var own = Options.Of("--own-build", "The firmware is built by you, 15.2 or later, with our CA in it", false);
        var command = new Command(
            "tasmota",
            "Tasmota on ESP8266 or ESP32.\n\n"
            + "Example: farlink device config tasmota --listener plain --ssid farm --passphrase PASS --user plug "
            + "--password SECRET");
        common.AddTo(command);
        command.Add(own);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed).Checked(Tasmota.LongestSsid);
            Console.Write(Tasmota.Print(settings, parsed.GetValue(own)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateEspHome()
    {
        var common = new Common();
        var name = Options.Of("--name", "Name of the node", "farlink-device");
        var chip = Options.Of("--chip", $"Chip: {string.Join(", ", EspHome.Chips)}", "esp32");
        var board = Options.Of("--board", "Board, as ESPHome names it", "esp32dev");
        var command = new Command(
            "esphome",
            "ESPHome, as YAML.\n\n"
            + "Example: farlink device config esphome --listener password --ssid farm --passphrase PASS --user tank "
            + "--password SECRET --ca ecc.ca.cert.pem --name tank");
        common.AddTo(command);
        command.Add(name);
        command.Add(chip);
        command.Add(board);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed).Checked(EspHome.LongestSsid);
            Console.Write(EspHome.Print(
                settings, parsed.GetValue(name)!, parsed.GetValue(chip)!, parsed.GetValue(board)!));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Options that all kinds of devices have.</summary>
    private sealed class Common
    {
        private readonly Option<string> _listener = Options.Of("--listener", "mutual, password or plain", "mutual");
        private readonly Option<string> _ssid = Options.Required<string>("--ssid", "Name of the site's WiFi");
        private readonly Option<string> _passphrase = Options.Required<string>("--passphrase", "Passphrase of the site's WiFi");
        private readonly Option<string> _server = Options.Of("--server", "Name of the broker", "mqtt.com");
        private readonly Option<long?> _port = Options.OptionalNumber("--port", "Port; default 8883, plain 1883", 1, 65_535);
        private readonly Option<string> _user = Options.Of("--user", "User at the broker", "");
        private readonly Option<string> _password = Options.Of("--password", "Password at the broker", "");
        private readonly Option<string?> _ca = Options.Optional<string>("--ca", "PEM file of the CA's certificate");
        private readonly Option<string?> _certificate = Options.Optional<string>("--cert", "PEM file of its certificate");
        private readonly Option<string?> _key = Options.Optional<string>("--key", "PEM file of its key; or ATCA:SLOT");

        public void AddTo(Command command)
        {
            foreach (var option in new Option[]
                { _listener, _ssid, _passphrase, _server, _port, _user, _password, _ca, _certificate, _key })
                command.Add(option);
        }

        public DeviceSettings Read(ParseResult parsed)
        {
            var listener = parsed.GetValue(_listener) switch
            {
                "mutual" => ListenerAuth.Mutual,
                "password" => ListenerAuth.Password,
                "plain" => ListenerAuth.Plain,
                var other => throw new UsageException($"--listener {other}: allowed are mutual, password, plain."),
            };
            return new DeviceSettings
            {
                Listener = listener,
                Ssid = parsed.GetValue(_ssid)!,
                Passphrase = parsed.GetValue(_passphrase)!,
                Server = parsed.GetValue(_server)!,
                Port = (int)(parsed.GetValue(_port) ?? (listener == ListenerAuth.Plain ? PlainPort : TlsPort)),
                User = parsed.GetValue(_user)!,
                Password = parsed.GetValue(_password)!,
                CaFile = Existing(parsed.GetValue(_ca)),
                CertificateFile = Existing(parsed.GetValue(_certificate)),
                Key = parsed.GetValue(_key) is { } key && !key.StartsWith(MongooseOs.ChipKey, StringComparison.Ordinal)
                    ? Existing(key) : parsed.GetValue(_key),
            };
        }

        private static string? Existing(string? path) =>
            path is null || File.Exists(path) ? path : throw new UsageException($"{path} does not exist.");
    }
}
