using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Device.Spi;
using Farlink.Radios.Boards;

namespace Farlink.Radios.Bus;

/// <summary>A chip on this host's SPI and GPIO (spidev and gpiochip of Linux).</summary>
public sealed class GpioChipBus : IChipBus
{
    /// <summary>Both chips take up to 10 MHz and more; wires of a HAT and of jumper leads carry this with ease.</summary>
    private const int ClockHertz = 2_000_000;

    /// <summary>A switched supply and the chip behind it need some milliseconds.</summary>
    private static readonly TimeSpan PowerUp = TimeSpan.FromMilliseconds(20);

    private readonly Board _board;
    private readonly GpioController _gpio;
    private readonly SpiDevice _spi;
    private readonly EdgeSignal _edge = new();
    private readonly byte[] _read = new byte[512];

    private GpioChipBus(Board board, GpioController gpio, SpiDevice spi)
    {
        _board = board;
        _gpio = gpio;
        _spi = spi;
        var select = board.ChipSelect is { } pin ? $"CS GPIO{pin}" : $"CE{board.SpiDevice}";
        Description = $"/dev/spidev{board.SpiBus}.{board.SpiDevice}, {select}, interrupt GPIO{board.Interrupt}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public bool IsSimulated => false;

    /// <summary>Takes the lines of a board.</summary>
    /// <exception cref="RadioException">SPI or GPIO is not there, or somebody else has it: what to do is said.</exception>
    public static GpioChipBus Open(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return Open(board, () => board.GpioChip is { } chip ? Controller(chip) : new GpioController(), SpiDevice.Create);
    }

    /// <summary>The same, on whatever GPIO and SPI.</summary>
    internal static GpioChipBus Open(
        Board board, Func<GpioController> openGpio, Func<SpiConnectionSettings, SpiDevice> openSpi)
    {
        GpioController? gpio = null;
        SpiDevice? spi = null;
        try
        {
            gpio = openGpio();
            spi = openSpi(new SpiConnectionSettings(board.SpiBus, board.ChipSelect is null ? board.SpiDevice : -1)
            {
                ClockFrequency = ClockHertz,
                Mode = SpiMode.Mode0,
            });
            var bus = new GpioChipBus(board, gpio, spi);
            bus.OpenLines();
            return bus;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The library throws whatever its drivers do, down to a missing shared library.
            spi?.Dispose();
            gpio?.Dispose();
            throw new RadioException($"Cannot use the lines of {board.Title}: {Advice(failure.GetBaseException())}", failure);
        }
    }

    /// <inheritdoc/>
    public bool Has(ChipLine line) => PinOf(line) is not null;

    /// <inheritdoc/>
    public ValueTask TransferAsync(Memory<byte> octets, CancellationToken cancellationToken) => Guard(() =>
    {
        var read = _read.AsSpan(0, octets.Length);
        if (_board.ChipSelect is { } select) _gpio.Write(select, PinValue.Low);
        try
        {
            _spi.TransferFullDuplex(octets.Span, read);
        }
        finally
        {
            if (_board.ChipSelect is { } release) _gpio.Write(release, PinValue.High);
        }

        read.CopyTo(octets.Span);
    });

    /// <inheritdoc/>
    public ValueTask SetAsync(ChipLine line, bool isHigh, CancellationToken cancellationToken) => Guard(() =>
    {
        if (PinOf(line) is { } pin) _gpio.Write(pin, isHigh ? PinValue.High : PinValue.Low);
    });

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync(ChipLine line, CancellationToken cancellationToken)
    {
        try
        {
            return new ValueTask<bool>(PinOf(line) is { } pin && _gpio.Read(pin) == PinValue.High);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or RadioException))
        {
            throw Failed(failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitForInterruptAsync(CancellationToken cancellationToken) => _edge.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _edge.End(new RadioException("The bus to the radio was closed."));
        _spi.Dispose();
        _gpio.Dispose();
        return ValueTask.CompletedTask;
    }

    private void OpenLines()
    {
        foreach (var pin in _board.PowerEnable) _gpio.OpenPin(pin, PinMode.Output, PinValue.High);
        if (_board.PowerEnable.Count > 0) Thread.Sleep(PowerUp);
        if (_board.ChipSelect is { } select) _gpio.OpenPin(select, PinMode.Output, PinValue.High);
        if (_board.Reset is { } reset) _gpio.OpenPin(reset, PinMode.Output, PinValue.High);
        if (_board.ReceiveEnable is { } receive) _gpio.OpenPin(receive, PinMode.Output, PinValue.Low);
        if (_board.TransmitEnable is { } transmit) _gpio.OpenPin(transmit, PinMode.Output, PinValue.Low);
        if (_board.Busy is { } busy) _gpio.OpenPin(busy, PinMode.Input);
        _gpio.OpenPin(_board.Interrupt, PinMode.Input);
        _gpio.RegisterCallbackForPinValueChangedEvent(_board.Interrupt, PinEventTypes.Rising, (_, _) => _edge.Rise());
    }

    /// <summary>
    /// A GPIO chip by its number: by libgpiod 2 (Debian 13), or where there is only that, by libgpiod 1 (Debian 12).
    /// </summary>
    private static GpioController Controller(int chip)
    {
        try
        {
#pragma warning disable SDGPIO0001 // Experimental in name only: it is what Debian 13 needs.
            return new GpioController(new LibGpiodV2Driver(chip));
#pragma warning restore SDGPIO0001
        }
        catch (Exception missing) when (
            missing is DllNotFoundException or PlatformNotSupportedException or EntryPointNotFoundException)
        {
            return new GpioController(new LibGpiodDriver(chip));
        }
    }

    private int? PinOf(ChipLine line) => line switch
    {
        ChipLine.Reset => _board.Reset,
        ChipLine.Interrupt => _board.Interrupt,
        ChipLine.Busy => _board.Busy,
        ChipLine.ReceiveEnable => _board.ReceiveEnable,
        ChipLine.TransmitEnable => _board.TransmitEnable,
        _ => null,
    };

    private ValueTask Guard(Action action)
    {
        try
        {
            action();
            return ValueTask.CompletedTask;
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or RadioException))
        {
            throw Failed(failure);
        }
    }

    private static string Advice(Exception failure) => failure is DllNotFoundException
        ? "libgpiod is not installed. On Debian 13 and its like: sudo apt install libgpiod3; on 12: sudo apt install libgpiod2."
        : $"{failure.Message.TrimEnd('.')}. On a Raspberry Pi: switch SPI on (sudo raspi-config nonint do_spi 0, then reboot) "
            + "and be in the groups spi and gpio. Is another program using the radio?";

    private RadioException Failed(Exception failure) => new($"{Description}: {Advice(failure.GetBaseException())}", failure);
}
