using System.Device.I2c;

namespace Farlink.Simulation.Elements;

/// <summary>
/// An I2C bus in this process with one or several chip models on it, as a driver's bus. What a chip does not acknowledge is an
/// <see cref="IOException"/>, as on Linux. Thread-safe; one transfer at a time.
/// </summary>
public sealed class ModelI2cBus : I2cBus
{
    private const int LastAddress = 0x7F;
    private readonly Lock _gate = new();
    private readonly Atecc608Model[] _chips;
    private readonly Dictionary<int, ModelI2cDevice> _devices = [];
    private bool _isClosed;

    /// <summary>Wires chips to a bus. Several at one address all answer; the first is read.</summary>
    public ModelI2cBus(params Atecc608Model[] chips)
    {
        ArgumentNullException.ThrowIfNull(chips);
        _chips = [.. chips];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The address has more than seven bits.</exception>
    /// <exception cref="InvalidOperationException">A device with this address is open.</exception>
    public override I2cDevice CreateDevice(int deviceAddress)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviceAddress);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviceAddress, LastAddress);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var device = new ModelI2cDevice(this, deviceAddress);
            if (!_devices.TryAdd(deviceAddress, device))
                throw new InvalidOperationException($"A device with address 0x{deviceAddress:X2} is open.");
            return device;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No device with this address is open.</exception>
    public override void RemoveDevice(int deviceAddress)
    {
        lock (_gate)
        {
            if (!_devices.Remove(deviceAddress))
                throw new ArgumentException($"No device with address 0x{deviceAddress:X2} is open.");
        }
    }

    /// <summary>Writes, then reads, in one transfer; either may be empty.</summary>
    /// <exception cref="IOException">No chip acknowledged.</exception>
    internal void Transfer(ModelI2cDevice device, ReadOnlySpan<byte> written, Span<byte> read, bool writes)
    {
        lock (_gate)
        {
            var address = device.Address;
            ObjectDisposedException.ThrowIf(!IsOpen(device), device);
            var isAcknowledged = (!writes || Write(address, written)) && (read.IsEmpty || Read(address, read));
            if (!isAcknowledged)
                throw new IOException($"Error 121 performing I2C data transfer with 0x{address:X2}: not acknowledged.");
        }
    }

    /// <summary>A device was disposed of; another that was opened at its address since stays.</summary>
    internal void Forget(ModelI2cDevice device)
    {
        lock (_gate)
        {
            if (IsOpen(device)) _devices.Remove(device.Address);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isClosed = true;
            _devices.Clear();
        }

        base.Dispose(disposing);
    }

    private bool IsOpen(ModelI2cDevice device) => _devices.GetValueOrDefault(device.Address) == device;

    private bool Write(int address, ReadOnlySpan<byte> octets)
    {
        var isAcknowledged = false;
        foreach (var chip in _chips) isAcknowledged |= chip.Write(address, octets);
        return isAcknowledged;
    }

    private bool Read(int address, Span<byte> octets)
    {
        foreach (var chip in _chips)
        {
            if (chip.Read(address, octets)) return true;
        }

        return false;
    }
}
