using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Boards;
using Farlink.Radios.Chips;
using Farlink.Radios.RNode;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;
using Farlink.Simulation.Ether;
using Farlink.Simulation.RNode;

namespace Farlink.Simulation.Bench;

/// <summary>
/// What a radio that only listens takes of one core, in real time: this process's processor time, with the models in it, which do
/// nothing as long as nobody sends. The peer is a driver that asks the chip each millisecond whether something came.
/// </summary>
public static class IdleBench
{
    private const double MostPercent = 1;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2), Measured = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(1);
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(869.525) };

    /// <summary>Measures one after the other; takes about a minute in all.</summary>
    /// <param name="progress">Told what is measured.</param>
    public static async IAsyncEnumerable<Figure> RunAsync(Action<string> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        foreach (var board in (Board[])[KnownBoards.Dragino, KnownBoards.Find("waveshare-sx1262-spi")!])
        {
            var chip = board.Chip.ToString().ToLowerInvariant();
            progress($"Idle {chip}");
            yield return new Figure(
                $"idle_cpu_{chip}", $"{chip} that listens: of one core", await ChipAsync(board), "%", MostPercent)
            {
                Peers = [("asks each ms", await PollingAsync(board))],
            };
        }

        progress("Idle RNode");
        yield return new Figure("idle_cpu_rnode", "RNode that listens: of one core", await ModemAsync(), "%", MostPercent);
    }

    private static SimulatedEther Ether() => new(new ChannelOptions(), TimeProvider.System, new Random(1));

    private static ChipModel Model(Board board)
    {
        var options = ChipModelOptions.Of(board, "idle");
        return board.Chip == RadioChip.Sx1276
            ? new Sx1276Model(Ether(), options, TimeProvider.System) : new Sx1262Model(Ether(), options, TimeProvider.System);
    }

    private static async Task<double> ChipAsync(Board board)
    {
        await using var radio = await ChipRadios.OpenAsync(
            new ChipModelBus(Model(board)), board, TimeProvider.System, _ => { }, default);
        await radio.ConfigureAsync(Settings, default);
        return await MeasureAsync();
    }

    /// <summary>A driver without an interrupt: reads the chip's flags, waits a millisecond, reads them again.</summary>
    private static async Task<double> PollingAsync(Board board)
    {
        await using var bus = new ChipModelBus(Model(board));
        using var ending = new CancellationTokenSource();
        var polling = Task.Run(async () =>
        {
            byte[] flags = board.Chip == RadioChip.Sx1276 ? [0x12, 0x00] : [0x12, 0x00, 0x00, 0x00];
            while (!ending.IsCancellationRequested)
            {
                await bus.TransferAsync((byte[])[.. flags], CancellationToken.None);
                await Task.Delay(PollPause, CancellationToken.None);
            }
        });
        var percent = await MeasureAsync();
        await ending.CancelAsync();
        await polling;
        return percent;
    }

    private static async Task<double> ModemAsync()
    {
        await using var modem = RNodeModel.Start(Ether(), new RNodeOptions(), TimeProvider.System, new Random(1));
        await using var radio = await RNodeRadio.OpenAsync(modem.Path, TimeProvider.System, default);
        await radio.ConfigureAsync(Settings, default);
        return await MeasureAsync();
    }

    /// <summary>Processor time of this process in a while, in percent of one core, to 1/1000.</summary>
    private static async Task<double> MeasureAsync()
    {
        await Task.Delay(Warmup);
        var before = Environment.CpuUsage.TotalTime;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Task.Delay(Measured);
        return Math.Round((Environment.CpuUsage.TotalTime - before) / clock.Elapsed * 100, 3);
    }
}
