using System.Collections;
using System.Globalization;
using Farlink.Configuration;
using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Host.Tests;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Files;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;
using Farlink.Simulation.Elements;
using Farlink.Simulation.Ether;
using Farlink.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Tests.Doctor;

/// <summary>
/// A site in good order, as a folder with its configuration, keys and certificates, a host, a radio chip and a secure element.
/// Tests take something away from it.
/// </summary>
internal sealed class DoctorBench : IAsyncDisposable
{
    public const string Site = """
        role = "site"
        name = "barn"
        [radio]
        uri = "sx1276:"
        board = "dragino-lora-gps-hat"
        [link]
        key_file = "link.key"
        store = "farlink.db"
        [broker]
        ca = "ecc.ca.cert.pem"
        cert = "ecc.raspberry.cert.pem"
        key = "ecc.raspberry.key.pem"
        [[broker.listener]]
        address = "192.168.2.1:8883"
        [[route]]
        topic = "/esp8266"
        """;

    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-doctor-test-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly Random _random = new(1);
    private readonly Stack<IAsyncDisposable> _kept = [];

    public DoctorBench(PkiFixture pki)
    {
        Pki = pki;
        Ether = new SimulatedEther(new ChannelOptions(), _time, new Random(1));
        Element = new Atecc608Model(
            _time, new Atecc608ModelOptions { Start = Atecc608Start.TrustAndGo }, octets => _random.NextBytes(octets));
        OpenChip = board => Wire(board);
        foreach (var file in Directory.GetFiles(pki.Own.Path, "*.pem")) File.Copy(file, this[Path.GetFileName(file)]);
        foreach (var file in Directory.GetFiles(pki.Other.Path, "*stranger*")) File.Copy(file, this[Path.GetFileName(file)]);
        LinkKeyFile.Create(this["link.key"]);
        PrivateFile.Write(this["upstream.password"], "secret\n"u8);
        SqliteStore.Open(this["farlink.db"]).Dispose();
    }

    public PkiFixture Pki { get; }

    public FakeHost Host { get; } = new();

    public SimulatedEther Ether { get; }

    public Atecc608Model Element { get; set; }

    /// <summary>The configuration.</summary>
    public string Toml { get; set; } = Site;

    /// <summary>Where the configuration is said to be; null: where it is.</summary>
    public string? ConfigPath { get; set; }

    public Func<Board, IChipBus> OpenChip { get; set; }

    /// <summary>Time of the chips.</summary>
    public FakeTimeProvider ChipTime => _time;

    /// <summary>A file of the site.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>The wires of a board with the chip that it has, or with another model.</summary>
    public FaultyWires Wire(Board board, ChipModel? model = null) => new(new ChipModelBus(model ?? Model(board)), _time.Advance);

    /// <summary>The chip of a board.</summary>
    public ChipModel Model(Board board, Action<ChipFaults>? faults = null)
    {
        ChipModel model = board.Chip == RadioChip.Sx1276
            ? new Sx1276Model(Ether, ChipModelOptions.Of(board, "chip"), _time)
            : new Sx1262Model(Ether, ChipModelOptions.Of(board, "chip"), _time);
        faults?.Invoke(model.Faults);
        return model;
    }

    /// <summary>Changes the configuration.</summary>
    public void Replace(string before, string after)
    {
        Assert.Contains(before, Toml, StringComparison.Ordinal);
        Toml = Toml.Replace(before, after, StringComparison.Ordinal);
    }

    /// <summary>A process that runs the configuration, as the host's table of processes shows it.</summary>
    public void RunService() =>
        Host.File("/proc/4711/cmdline", $"farlink\0site\0-c\0{ConfigPath ?? this["farlink.toml"]}\0");

    /// <summary>Closes something with the bench.</summary>
    public void Keep(IAsyncDisposable thing) => _kept.Push(thing);

    public ProgramContext Context()
    {
        File.WriteAllText(this["farlink.toml"], Toml);
        var (config, problems) = ConfigLoader.Load(this["farlink.toml"], null, new Hashtable());
        Assert.True(config is not null, string.Join('\n', problems));
        return new ProgramContext(Host.View, config, ConfigPath ?? this["farlink.toml"], TimeProvider.System)
        {
            Warnings = problems,
            OpenChip = OpenChip,
            Pause = (span, _) =>
            {
                _time.Advance(span);
                return Task.CompletedTask;
            },
            OpenI2c = _ => new ModelI2cBus(Element),
            I2cClock = new AteccClock(_time, _time.Advance),
        };
    }

    public Task<Finding> ExamineAsync(string id) => DoctorRun.ExamineAsync(
        DoctorRegistry.All.Single(check => check.Id == id), Context(), default);

    public async ValueTask DisposeAsync()
    {
        while (_kept.TryPop(out var thing)) await thing.DisposeAsync();
        Host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The configuration of a base that feeds a broker.</summary>
    public static string Base(int port, string more) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        role = "base"
        name = "home"
        [radio]
        uri = "ether://127.0.0.1:4001"
        [link]
        store = "farlink.db"
        [upstream]
        url = "mqtts://127.0.0.1:{port}"
        tls_name = "mqtt.com"
        ca = "ecc.ca.cert.pem"
        user = "base"
        password_file = "upstream.password"
        {more}
        [[site]]
        name = "barn"
        session = "psk"
        key_file = "link.key"
        [[route]]
        topic = "#"
        """);
}
