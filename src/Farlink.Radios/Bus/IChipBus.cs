namespace Farlink.Radios.Bus;

/// <summary>
/// The wires between a host and one radio chip. One caller at a time, but for <see cref="WaitForInterruptAsync"/>.
/// </summary>
public interface IChipBus : IAsyncDisposable
{
    /// <summary>For people: <c>/dev/spidev0.0, CS GPIO25</c>.</summary>
    string Description { get; }

    /// <summary>Whether what is at the other end radiates nothing.</summary>
    bool IsSimulated { get; }

    /// <summary>Whether the board has a wire.</summary>
    bool Has(ChipLine line);

    /// <summary>
    /// One SPI transaction, mode 0: chip select goes low, each octet out brings one in, in place, chip select goes high.
    /// </summary>
    /// <exception cref="RadioException">The bus is gone.</exception>
    ValueTask TransferAsync(Memory<byte> octets, CancellationToken cancellationToken);

    /// <summary>Sets a wire to the chip; does nothing where there is none.</summary>
    /// <exception cref="RadioException">The bus is gone.</exception>
    ValueTask SetAsync(ChipLine line, bool isHigh, CancellationToken cancellationToken);

    /// <summary>Whether a wire from the chip is high; false where there is none.</summary>
    /// <exception cref="RadioException">The bus is gone.</exception>
    ValueTask<bool> ReadAsync(ChipLine line, CancellationToken cancellationToken);

    /// <summary>Waits until the interrupt line has risen since the last call. One that rose before is not lost.</summary>
    /// <exception cref="RadioException">The bus is gone.</exception>
    ValueTask WaitForInterruptAsync(CancellationToken cancellationToken);
}
