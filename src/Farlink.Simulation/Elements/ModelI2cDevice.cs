using System.Device.I2c;

namespace Farlink.Simulation.Elements;

/// <summary>One address of a <see cref="ModelI2cBus"/>, as a driver opens it.</summary>
internal sealed class ModelI2cDevice(ModelI2cBus bus, int address) : I2cDevice
{
    private const int BusNumber = 0;

    /// <inheritdoc/>
    public override I2cConnectionSettings ConnectionSettings { get; } = new(BusNumber, address);

    /// <summary>Seven bits.</summary>
    public int Address => address;

    /// <inheritdoc/>
    public override void Read(Span<byte> buffer)
    {
        ThrowIfEmpty(buffer);
        bus.Transfer(this, [], buffer, writes: false);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => bus.Transfer(this, buffer, [], writes: true);

    /// <inheritdoc/>
    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        ThrowIfEmpty(readBuffer);
        bus.Transfer(this, writeBuffer, readBuffer, writes: true);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) bus.Forget(this);
        base.Dispose(disposing);
    }

    private static void ThrowIfEmpty(Span<byte> buffer)
    {
        if (buffer.IsEmpty) throw new ArgumentException("There is nothing to read into.", nameof(buffer));
    }
}
