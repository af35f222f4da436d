using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;
using Farlink.Simulation.Chips;
using Farlink.Simulation.Ether;

namespace Farlink.Radios.Tests;

/// <summary>Chip models on one ether, with our drivers on them.</summary>
internal sealed class ChipBench
{
    /// <param name="time">Clock of chips, ether and drivers.</param>
    /// <param name="air">Told what the ether carries.</param>
    public ChipBench(TimeProvider time, AirLog? air = null)
    {
        Time = time;
        Ether = (air ?? new AirLog()).Ether(Time);
    }

    public TimeProvider Time { get; }

    public SimulatedEther Ether { get; }

    public List<string> Told { get; } = [];

    public static Board Sx1276 => KnownBoards.Dragino;

    public static Board Sx1262 => KnownBoards.Find("waveshare-sx1262-spi")!;

    public ChipModel Model(Board board, string name) => board.Chip == RadioChip.Sx1276
        ? new Sx1276Model(Ether, ChipModelOptions.Of(board, name), Time)
            : new Sx1262Model(Ether, ChipModelOptions.Of(board, name), Time);

    public async Task<(ChipRadio Radio, ChipModel Model)> OpenAsync(Board board, string name, Func<IChipBus,
        IChipBus>? wrap = null)
    {
        var model = Model(board, name);
        IChipBus bus = new ChipModelBus(model);
        if (wrap is not null) bus = wrap(bus);
        var radio = await ChipRadios.OpenAsync(bus, board, Time, Told.Add, default);
        return ((ChipRadio)radio, model);
    }
}
