using Farlink.Radios;
using Farlink.Radios.Bus;

namespace Farlink.Simulation.Chips;

/// <summary>A chip model in this process as a driver's bus.</summary>
public sealed class ChipModelBus : IChipBus
{
    private readonly ChipModel _chip;
    private readonly EdgeSignal _edge = new();

    /// <summary>Wires a chip to a host; it is disposed of with the bus.</summary>
    public ChipModelBus(ChipModel chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        _chip = chip;
        chip.OnInterrupt = _edge.Rise;
    }

    /// <inheritdoc/>
    public string Description => "a simulated chip";

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public bool Has(ChipLine line) => true;

    /// <inheritdoc/>
    public ValueTask TransferAsync(Memory<byte> octets, CancellationToken cancellationToken)
    {
        _chip.Select(true);
        var span = octets.Span;
        for (var i = 0; i < span.Length; i++) span[i] = _chip.Exchange(span[i]);
        _chip.Select(false);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(ChipLine line, bool isHigh, CancellationToken cancellationToken)
    {
        _chip.Set(line, isHigh);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync(ChipLine line, CancellationToken cancellationToken) => new(_chip.Read(line));

    /// <inheritdoc/>
    public ValueTask WaitForInterruptAsync(CancellationToken cancellationToken) => _edge.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _edge.End(new RadioException("The bus to the radio was closed."));
        _chip.Dispose();
        return ValueTask.CompletedTask;
    }
}
