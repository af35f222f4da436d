using System.Diagnostics;
using System.Globalization;
using System.Net;
using Farlink.Keys.Files;
using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Simulation.Air;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Ether;
using Farlink.Simulation.EtherServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Commands;

/// <summary>
/// What a site takes of a small host's memory: this program as a site, with a base to talk to, on loopback, after a thousand
/// messages of a device; as the system accounts for it (proc(5), VmHWM).
/// </summary>
internal static class ResidentBench
{
    private const int Messages = 1000;
    private const double MostMebibytes = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<Figure> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-bench-").FullName;
        try
        {
            LinkKeyFile.Create(Path.Combine(folder, "link.key"));
            var ether = new SimulatedEther(new ChannelOptions(), TimeProvider.System, new Random(1));
            await using var air = PhysicalEtherServer.Start(ether, new IPEndPoint(IPAddress.Loopback, 0), _ => { });
            var common = $"""
                [radio]
                uri = "ether://{air.Endpoint}"
                [[broker.listener]]
                address = "127.0.0.1:0"
                auth = "plain"
                [[route]]
                topic = "#"
                """;
            using var station = Child.Start(folder, "base", $"""
                {common}
                [link]
                store = "base.db"
                [[site]]
                name = "bench"
                id = 1
                key_file = "link.key"
                """);
            using var site = Child.Start(folder, "site", $"""
                {common}
                [link]
                store = "site.db"
                id = 1
                key_file = "link.key"
                """);
            var listening = await site.WaitAsync("plain");
            await site.WaitAsync("Session with link 1");
            await PublishAsync(int.Parse(listening.Split(':')[^1].Split(' ', ',')[0], CultureInfo.InvariantCulture));
            return new Figure(
                "site_resident", $"a site with {Messages} messages of a device: resident, at most", site.MostResident(), "MiB",
                MostMebibytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PublishAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var device = BrokerClient.Start(
            new BrokerClientOptions { Host = "127.0.0.1", Port = port, ClientId = "bench" }, null, NullLogger.Instance,
            TimeProvider.System);
        for (var i = 0; i < Messages; i++)
            await device.PublishAsync(BenchMessage(i), patience.Token);
    }

    private static MqttMessage BenchMessage(int number) => new()
    {
        Topic = "/esp8266",
        Payload = System.Text.Encoding.ASCII.GetBytes($"Good job! You are connected {number} times"),
    };

    /// <summary>This program as another process, ended with the measurement.</summary>
    private sealed class Child : IDisposable
    {
        private readonly Process _process;
        private readonly List<string> _lines = [];
        private readonly Lock _lock = new();

        private Child(Process process)
        {
            _process = process;
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
        }

        public static Child Start(string folder, string role, string toml)
        {
            var file = Path.Combine(folder, $"{role}.toml");
            File.WriteAllText(file, $"role = \"{role}\"\nname = \"{role}\"\n{toml}");

            // Under `dotnet farlink.dll` this process is dotnet: then the program is its first argument.
            var own = Environment.ProcessPath!;
            var isHosted = Path.GetFileNameWithoutExtension(own) == "dotnet";
            string[] arguments = [.. isHosted ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(), role, "-c", file];
            return new Child(Process.Start(new ProcessStartInfo(own, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!);
        }

        public async Task<string> WaitAsync(string part)
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < Patience && !_process.HasExited)
            {
                lock (_lock)
                    if (_lines.Find(line => line.Contains(part, StringComparison.Ordinal)) is { } found) return found;
                await Task.Delay(20);
            }

            lock (_lock)
                throw new InvalidOperationException($"The bench's own process did not start:\n{string.Join('\n', _lines)}");
        }

        /// <summary>The most memory it ever had, in MiB.</summary>
        public double MostResident()
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(one =>
                one.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        private void Add(string? line)
        {
            lock (_lock)
                if (line is not null) _lines.Add(line);
        }
    }
}
