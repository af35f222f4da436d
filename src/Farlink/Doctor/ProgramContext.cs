using System.Device.I2c;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Host.Inspection;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Elements;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;

namespace Farlink.Doctor;

/// <summary>What the checks look at that need more than the host: the configuration, the chip, keys, stores, brokers.</summary>
internal sealed class ProgramContext : CheckContext
{
    private readonly Dictionary<string, Task<Finding>> _findings = [];
    private Task<ChipSigns>? _signs;

    /// <param name="host">The host.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="path">Its file.</param>
    /// <param name="time">The host's clock.</param>
    public ProgramContext(HostView host, FarlinkConfig config, string path, TimeProvider time)
        : base(host, Wanted(host, config, Path.GetFullPath(path)), time)
    {
        Config = config;
        OpenChip = board => config.Radio.Uri is RadioUri.Remote remote
            ? new RemoteChipBus(remote.Host, remote.Port, board, time) : GpioChipBus.Open(board);
        Pause = (span, cancellationToken) => Task.Delay(span, time, cancellationToken);
    }

    public FarlinkConfig Config { get; }

    /// <summary>What is probably not meant in the configuration.</summary>
    public IReadOnlyList<ConfigProblem> Warnings { get; init; } = [];

    /// <summary>Ids of the checks that are made; null: all.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>Opens the wires to the radio chip.</summary>
    public Func<Board, IChipBus> OpenChip { get; init; }

    /// <summary>Lets time pass while the chip is looked at.</summary>
    public Func<TimeSpan, CancellationToken, Task> Pause { get; init; }

    /// <summary>Opens an I2C bus.</summary>
    public Func<int, I2cBus> OpenI2c { get; init; } = SecureElements.OpenBus;

    /// <summary>Time for secure elements.</summary>
    public AteccClock I2cClock { get; init; } = AteccClock.Real;

    /// <summary>The radio chip's board; null if the radio is no chip.</summary>
    public Board? Board => Config.Radio.Uri is RadioUri.IChip chip ? chip.Board ?? KnownBoards.Dragino : null;

    /// <summary>What is seen at the wires of the radio chip. Looked at once; the chip is reset.</summary>
    /// <exception cref="Radios.RadioException">The wires cannot be used.</exception>
    public Task<ChipSigns> SignsAsync(CancellationToken cancellationToken)
    {
        if (_signs is null or { IsCanceled: true } or { IsFaulted: true }) _signs = LookAsync(Board!, cancellationToken);
        return _signs;
    }

    /// <summary>What is found once, though later checks ask for it too.</summary>
    /// <param name="id">The check.</param>
    /// <param name="examine">Looks.</param>
    public Task<Finding> OnceAsync(string id, Func<Task<Finding>> examine)
    {
        if (!_findings.TryGetValue(id, out var found) || found is { IsCanceled: true } or { IsFaulted: true })
            _findings[id] = found = examine();
        return found;
    }

    private static DoctorSubject Wanted(HostView host, FarlinkConfig config, string path) =>
        SubjectOf.Config(config, path) with
        {
            Wifi = config.Role == Role.Site ? ConfiguredWifi.Of(host, Path.GetDirectoryName(path)!) : null,
        };

    private async Task<ChipSigns> LookAsync(Board board, CancellationToken cancellationToken)
    {
        await using var bus = OpenChip(board);
        var wires = new ChipWires(bus, Pause);
        var frequency = Config.Radio.Settings.Frequency;
        IChipExamination examination = board.Chip == RadioChip.Sx1276
            ? new Sx127xExamination(wires, frequency) : new Sx126xExamination(wires, board, frequency);
        return await examination.RunAsync(cancellationToken);
    }
}
