using System.Net;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;
using Farlink.Simulation.Chips;
using Farlink.Simulation.ChipServer;
using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

/// <summary>Two boards whose chips are modelled; the left one can lose its power.</summary>
public abstract class ChipRadioSuite(Board left, Board right) : PluggableRadioSuite
{
    private ChipModel _model = null!;

    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var bench = new ChipBench(new ScaledTimeProvider(TimeProvider.System, 5), Air);
        (var radio, _model) = await bench.OpenAsync(left, "left");
        return (radio, (await bench.OpenAsync(right, "right")).Radio);
    }

    protected override Task UnplugLeftAsync()
    {
        _model.Faults.HasNoPower = true;
        return Task.CompletedTask;
    }

    protected override Task PlugLeftAsync()
    {
        _model.BrownOut();
        _model.Faults.HasNoPower = false;
        return Task.CompletedTask;
    }
}

public sealed class Sx1276RadioSuite() : ChipRadioSuite(ChipBench.Sx1276, ChipBench.Sx1276);

public sealed class Sx1262RadioSuite() : ChipRadioSuite(ChipBench.Sx1262, ChipBench.Sx1262);

/// <summary>An SX1276 and an SX1262 hear each other: sync word, chirps and frequency mean the same to both.</summary>
public sealed class MixedChipRadioSuite() : ChipRadioSuite(ChipBench.Sx1276, ChipBench.Sx1262);

/// <summary>Boards with a TCXO, RXEN and TXEN.</summary>
public sealed class SwitchedBoardRadioSuite()
    : ChipRadioSuite(KnownBoards.Find("meshadv")!, KnownBoards.Find("meshadv-mini")!);

/// <summary>Chips whose lines are reached over TCP.</summary>
public abstract class RemoteChipRadioSuite(Board board) : PluggableRadioSuite
{
    private ChipBench _bench = null!;
    private ChipServer _left = null!, _right = null!;

    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        _bench = new ChipBench(TimeProvider.System, Air);
        (_left, _right) = (Serve("left", 0), Serve("right", 0));
        return (await OpenAsync(_left), await OpenAsync(_right));
    }

    protected override async ValueTask CloseAsync()
    {
        await _left.DisposeAsync();
        await _right.DisposeAsync();
    }

    protected override Task UnplugLeftAsync() => _left.DisposeAsync().AsTask();

    protected override Task PlugLeftAsync()
    {
        _left = Serve("left", _left.Endpoint.Port);
        return Task.CompletedTask;
    }

    private ChipServer Serve(string name, int port) => ChipServer.Start(
        _bench.Ether, new IPEndPoint(IPAddress.Loopback, port), board, ChipModelOptions.Of(board, name), _bench.Time, _ => { });

    private async Task<IRadio> OpenAsync(ChipServer server) => await ChipRadios.OpenAsync(
        new RemoteChipBus("127.0.0.1", server.Endpoint.Port, board, _bench.Time), board, _bench.Time, _bench.Told.Add, default);
}

public sealed class RemoteSx1276RadioSuite() : RemoteChipRadioSuite(ChipBench.Sx1276);

public sealed class RemoteSx1262RadioSuite() : RemoteChipRadioSuite(ChipBench.Sx1262);
