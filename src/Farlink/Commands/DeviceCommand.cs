using System.CommandLine;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Mqtt.Client;
using Farlink.Output;
using Farlink.Protocol.Bridging;
using Farlink.Runtime;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

namespace Farlink.Commands;

/// <summary><c>farlink device</c>: what the seed's ESP8266 does.</summary>
internal static class DeviceCommand
{
    private const string PasswordVariable = "FARLINK_MQTT_PASSWORD";

    public static Command Create()
    {
        var host = Options.Of("--host", "Host name or address to connect to", "mqtt.com");
        var port = Options.Number("--port", "TCP port", 8883, 1, 65_535);
        port.Aliases.Add("-p");
        var tlsName = Options.Optional<string>("--tls-name", "Name the broker's certificate must carry; default the host");
        var ca = Options.Optional<string>("--ca", "CA certificate; default the system's authorities");
        ca.Aliases.Add("--cafile");
        var crl = Options.Optional<string>("--crl", "List of revocations (CRL) of that CA: a broker on it is not trusted");
        var certificate = Options.Optional<string>("--cert", "Own certificate");
        var key = Options.Optional<string>("--key", $"Own private key: a file, or {SecureElements.Forms}");
        var plain = Options.Of("--plain", "No TLS", false);
        var user = Options.Optional<string>("--user", "User name");
        user.Aliases.Add("-u");
        var password = Options.Optional<string>(
            "--password", $"Password; others on this host can see it, so rather --password-file or {PasswordVariable}");
        password.Aliases.Add("-P");
        var passwordFile = Options.Optional<string>("--password-file", "File with the password, readable by you alone");
        var id = Options.Of("--id", "Client id", "esp8266");
        id.Aliases.Add("-i");
        var topic = Options.Of("--topic", "Topic", "/esp8266");
        topic.Aliases.Add("-t");
        var template = Options.Of(
            "--template", $"Text; {DeviceOptions.NumberMark} becomes the number of the message",
            "Good job! You are connected {n} times");
        var interval = Options.Span("--interval", "Time between messages: 5s, 200ms", TimeSpan.FromSeconds(5));
        var count = Options.OptionalNumber("--count", "Messages to publish; default without end", 1, 1_000_000_000);
        var useMqtt5 = Options.Of("--mqtt5", "MQTT 5 instead of 3.1.1", false);
        var trace = Options.Of("--trace", "Begin a trace with each message (traceparent), print its id; needs --mqtt5", false);
        var json = Options.Of("--json", "Print one JSON object at the end", false);
        var level = Logs.LevelOption();
        var command = new Command(
            "device", "A device: publishes a counted text at QoS 1, reconnects by itself, repeats what was not acknowledged."
            + "\n\nExample: farlink device --host 192.168.2.1 --tls-name mqtt.com --ca ecc.ca.cert.pem "
            + "--cert ecc.esp8266.cert.pem --key ecc.esp8266.key.pem")
        {
            host, port, tlsName, ca, crl, certificate, key, plain, user, password, passwordFile, id, topic, template, interval,
            count, useMqtt5, trace, json, level, DeviceConfigCommand.Create(),
        };
        command.SetAction(async (parsed, _) =>
        {
            var certificateFile = parsed.GetValue(certificate);
            if (certificateFile is null != parsed.GetValue(key) is null)
                throw new UsageException("--cert and --key go together.");
            Check(parsed.GetValue(topic)!, parsed.GetValue(interval), parsed.GetValue(trace) && !parsed.GetValue(useMqtt5));
            var name = parsed.GetValue(tlsName) ?? parsed.GetValue(host)!;
            var options = new DeviceOptions
            {
                Broker = new BrokerClientOptions
                {
                    Host = parsed.GetValue(host)!,
                    Port = (int)parsed.GetValue(port),
                    ClientId = parsed.GetValue(id)!,
                    User = parsed.GetValue(user),
                    Password = Password(parsed.GetValue(password), parsed.GetValue(passwordFile)),
                    UseMqtt5 = parsed.GetValue(useMqtt5),
                    Tls = parsed.GetValue(plain) ? null : Composition.Tls(
                        name, parsed.GetValue(ca), certificateFile, parsed.GetValue(key), TimeProvider.System,
                        Revoked(parsed.GetValue(crl), parsed.GetValue(ca))),
                },
                Topic = parsed.GetValue(topic)!,
                Template = parsed.GetValue(template)!,
                Interval = parsed.GetValue(interval),
                Count = parsed.GetValue(count),
                BeginsTraces = parsed.GetValue(trace),
            };
            return await RunAsync(options, parsed.GetValue(level), parsed.GetValue(json));
        });
        return command;
    }

    private static void Check(string topic, TimeSpan interval, bool lacksProperties)
    {
        if (!TopicFilter.IsValidTopic(topic)) throw new UsageException("--topic must be a topic without + and #.");
        if (interval < TimeSpan.FromMilliseconds(1)) throw new UsageException("--interval must be at least 1ms.");
        if (lacksProperties) throw new UsageException("--trace needs --mqtt5: MQTT 3.1.1 has no user properties.");
    }

    private static Revocations? Revoked(string? list, string? authority)
    {
        if (list is null) return null;
        if (authority is null) throw new UsageException("--crl needs --ca: a list is checked by its CA.");
        if (!File.Exists(list)) throw new UsageException($"--crl {list} does not exist.");
        return Revocations.Open(list, authority);
    }

    private static async Task<int> RunAsync(DeviceOptions options, LogLevel level, bool asJson)
    {
        using var logging = Logs.Create(level);
        using var interruption = new Interruption();
        var context = new RuntimeContext
        {
            Logging = logging,
            Observe = happened =>
            {
                if (!asJson && happened is ChainEvent.DevicePublished published)
                    Console.WriteLine(
                        $"{options.Topic} {Protocol.Text.Printable.Escape(published.Message.Payload.Span)}"
                        + $"{(published.Attempts > 1 ? " (repeated)" : string.Empty)}"
                        + $"{(TraceParent.Find(published.Message) is { } parent ? $" (trace {parent.Trace})" : string.Empty)}");
            },
        };
        var summary = await DeviceService.RunAsync(options, context, interruption.Token);
        if (asJson)
        {
            Console.Out.Write(JsonLine.Write(json =>
            {
                json.WriteNumber("made", summary.Made);
                json.WriteNumber("acknowledged", summary.Acknowledged);
                json.WriteNumber("repeated", summary.Repeated);
                json.WriteNumber("dropped", summary.Dropped);
                json.WriteNumber("refused", summary.Refused);
            }));
        }

        // Asked to stop is a normal end; a count that was not reached is not.
        return options.Count is { } count && summary.Acknowledged < count ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static string? Password(string? given, string? file)
    {
        if (file is not null) return PrivateText.Read(file);
        return given ?? Environment.GetEnvironmentVariable(PasswordVariable);
    }
}
