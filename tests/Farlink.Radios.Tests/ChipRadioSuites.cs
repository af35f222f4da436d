using Farlink.Radios.Boards;

namespace Farlink.Radios.Tests;

public sealed class Sx1276RadioSuite : RadioSuite
{
    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var bench = new ChipBench();
        return ((await bench.OpenAsync(ChipBench.Sx1276, "left")).Radio,
            (await bench.OpenAsync(ChipBench.Sx1276, "right")).Radio);
    }
}

public sealed class Sx1262RadioSuite : RadioSuite
{
    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var bench = new ChipBench();
        return ((await bench.OpenAsync(ChipBench.Sx1262, "left")).Radio,
            (await bench.OpenAsync(ChipBench.Sx1262, "right")).Radio);
    }
}

/// <summary>An SX1276 and an SX1262 hear each other: sync word, chirps and frequency mean the same to both.</summary>
public sealed class MixedChipRadioSuite : RadioSuite
{
    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var bench = new ChipBench();
        return ((await bench.OpenAsync(ChipBench.Sx1276, "left")).Radio,
            (await bench.OpenAsync(ChipBench.Sx1262, "right")).Radio);
    }
}

/// <summary>Boards with a TCXO, RXEN and TXEN.</summary>
public sealed class SwitchedBoardRadioSuite : RadioSuite
{
    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var bench = new ChipBench();
        return ((await bench.OpenAsync(KnownBoards.Find("meshadv")!, "left")).Radio,
            (await bench.OpenAsync(KnownBoards.Find("meshadv-mini")!, "right")).Radio);
    }
}
