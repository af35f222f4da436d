using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;
using Farlink.Simulation.Ether;
using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

/// <summary>Chip models on one ether, in time that passes faster than real, with our drivers on them.</summary>
internal sealed class ChipBench
{
    public ChipBench(double speed = 5, ChannelOptions? channel = null, AirLog? air = null)
    {
        Time = new ScaledTimeProvider(TimeProvider.System, speed);
        Ether = (air ?? new AirLog()).Ether(Time, channel);
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
