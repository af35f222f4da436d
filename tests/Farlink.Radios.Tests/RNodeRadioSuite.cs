using Farlink.Protocol.Airtime;
using Farlink.Radios.RNode;
using Farlink.Simulation.RNode;
using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

/// <summary>Two RNodes on serial ports.</summary>
public sealed class RNodeRadioSuite : PluggableRadioSuite
{
    private readonly string _directory = Directory.CreateTempSubdirectory("farlink-rnode-").FullName;
    private readonly TimeProvider _time = new ScaledTimeProvider(TimeProvider.System, 5);
    private readonly List<RNodeModel> _modems = [];

    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var ether = Air!.Ether(_time);
        foreach (var name in (string[])["left", "right"])
        {
            var options = new RNodeOptions { Name = name, Link = Path.Combine(_directory, name) };
            _modems.Add(RNodeModel.Start(ether, options, _time, new Random(name.Length)));
        }

        return (await RNodeRadio.OpenAsync(_modems[0].Path, _time, default),
            await RNodeRadio.OpenAsync(_modems[1].Path, _time, default));
    }

    protected override async ValueTask CloseAsync()
    {
        foreach (var modem in _modems) await modem.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    protected override Task UnplugLeftAsync() => _modems[0].UnplugAsync();

    protected override Task PlugLeftAsync()
    {
        _modems[0].Plug();
        return Task.CompletedTask;
    }

    protected override LoRaModulation AsSent(LoRaModulation modulation) => RNodeModem.AsSent(modulation);
}
