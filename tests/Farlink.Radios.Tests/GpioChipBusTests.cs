using System.Device.Gpio;
using System.Device.Spi;
using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;
using Farlink.Simulation.Chips;

namespace Farlink.Radios.Tests;

/// <summary>
/// The bus of a real host, down to the library's GPIO and SPI: behind those is a modelled chip in place of the kernel.
/// </summary>
public sealed class GpioChipBusTests
{
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = [.. Enumerable.Range(1, 40).Select(one => (byte)one)];

    public static TheoryData<string> Boards { get; } = [.. KnownBoards.All.Select(board => board.Name)];

    [Theory]
    [MemberData(nameof(Boards))]
    public Task Board_OnThisHostsLines_SendsAndReceives(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var board = KnownBoards.Find(name)!;
        var host = new Host(bench.Model(board, "chip"), board);
        await using var radio = await ChipRadios.OpenAsync(host.Open(), board, time, bench.Told.Add, default);
        await using var other = bench.Ether.CreateRadio("other");
        await radio.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        var start = time.Now();
        var sent = await radio.SendAsync(Frame, default);

        // By the edge of its line, and not by looking after a while.
        Assert.InRange((time.Now() - start - sent.Airtime).Milliseconds, 0, 50);
        Assert.Equal(Frame, (await other.ReceiveAsync(default)).Octets.ToArray());
        await other.SendAsync(Frame, default);
        Assert.Equal(Frame, (await radio.ReceiveAsync(default)).Octets.ToArray());
        Assert.Equal(board.ChipSelect is null, host.Spi.UsesItsOwnSelect);
        Assert.All(board.PowerEnable, pin => Assert.True(host.Gpio.IsHigh(pin)));
        Assert.Empty(bench.Told);
    });

    [Fact]
    public Task Transfer_ChipSelectOnAGpio_IsLowForOneTransferAlone() => VirtualTime.RunAsync(async time =>
    {
        var host = new Host(new ChipBench(time).Model(KnownBoards.Dragino, "chip"), KnownBoards.Dragino);
        await using var bus = host.Open();
        Assert.True(host.Gpio.IsHigh(25));
        host.Selects.Clear();
        for (var i = 0; i < 3; i++) await bus.TransferAsync(new byte[] { 0x42, 0 }, default);
        Assert.Equal(["low", "high", "low", "high", "low", "high"], host.Selects);
        Assert.True(host.Gpio.IsHigh(25));
    });

    [Fact]
    public Task Interrupt_ManyEdges_WakeOneWaitAndNoneIsLost() => VirtualTime.RunAsync(async time =>
    {
        var host = new Host(new ChipBench(time).Model(KnownBoards.Dragino, "chip"), KnownBoards.Dragino);
        await using var bus = host.Open();
        host.Gpio.Rise(4);
        host.Gpio.Rise(4);
        await bus.WaitForInterruptAsync(default);
        var second = bus.WaitForInterruptAsync(default).AsTask();
        Assert.False(second.IsCompleted);
        host.Gpio.Rise(4);
        await second;
    });

    [Fact]
    public Task Transfer_LibraryFails_IsARadioExceptionWithAdvice() => VirtualTime.RunAsync(async time =>
    {
        var host = new Host(new ChipBench(time).Model(KnownBoards.Dragino, "chip"), KnownBoards.Dragino);
        await using var bus = host.Open();
        host.Spi.Fails = true;
        var failure = await Assert.ThrowsAsync<RadioException>(() => bus.TransferAsync(new byte[2], default).AsTask());
        Assert.Contains("do_spi 0", failure.Message, StringComparison.Ordinal);
        Assert.True(host.Gpio.IsHigh(25), "chip select stays low after a failure");
    });

    /// <summary>A host whose header has the chip on it.</summary>
    private sealed class Host
    {
        private readonly Board _board;

        public Host(ChipModel chip, Board board)
        {
            _board = board;
            Gpio = new FakeGpio(chip, board, Selects.Add);
            Spi = new FakeSpi(chip);
            chip.OnInterrupt = () => Gpio.Rise(board.Interrupt);
        }

        public List<string> Selects { get; } = [];

        public FakeGpio Gpio { get; }

        public FakeSpi Spi { get; }

        public GpioChipBus Open() => GpioChipBus.Open(
            _board,
            () => new GpioController(Gpio),
            settings =>
            {
                Spi.UsesItsOwnSelect = settings.ChipSelectLine >= 0;
                return Spi;
            });
    }

    private sealed class FakeSpi(ChipModel chip) : SpiDevice
    {
        public bool UsesItsOwnSelect { get; set; }

        public bool Fails { get; set; }

        public override SpiConnectionSettings ConnectionSettings { get; } = new(0);

        public override void Read(Span<byte> buffer) => throw new NotSupportedException();

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            if (Fails) throw new IOException("Error 5 performing SPI data transfer.");
            if (UsesItsOwnSelect) chip.Select(true);
            for (var i = 0; i < writeBuffer.Length; i++) readBuffer[i] = chip.Exchange(writeBuffer[i]);
            if (UsesItsOwnSelect) chip.Select(false);
        }
    }

    private sealed class FakeGpio(ChipModel chip, Board board, Action<string> onSelect) : GpioDriver
    {
        private readonly Dictionary<int, (PinMode Mode, PinValue Value)> _pins = [];
        private readonly Dictionary<int, PinChangeEventHandler> _handlers = [];

        protected override int PinCount => 64;

        public bool IsHigh(int pin) => _pins[pin].Value == PinValue.High;

        public void Rise(int pin)
        {
            if (_handlers.TryGetValue(pin, out var handler))
                handler(this, new PinValueChangedEventArgs(PinEventTypes.Rising, pin));
        }

        protected override void OpenPin(int pinNumber) => _pins.Add(pinNumber, (PinMode.Input, PinValue.Low));

        protected override void ClosePin(int pinNumber) => _pins.Remove(pinNumber);

        protected override void SetPinMode(int pinNumber, PinMode mode) => _pins[pinNumber] = (mode, _pins[pinNumber].Value);

        protected override PinMode GetPinMode(int pinNumber) => _pins[pinNumber].Mode;

        protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

        protected override PinValue Read(int pinNumber)
        {
            if (Line(pinNumber) is { } line) return chip.Read(line);
            return _pins[pinNumber].Value;
        }

        protected override void Write(int pinNumber, PinValue value)
        {
            var before = _pins[pinNumber].Value;
            _pins[pinNumber] = (_pins[pinNumber].Mode, value);
            if (pinNumber == board.ChipSelect && before != value)
            {
                onSelect(value == PinValue.Low ? "low" : "high");
                chip.Select(value == PinValue.Low);
            }
            else if (Line(pinNumber) is { } line)
            {
                chip.Set(line, value == PinValue.High);
            }
        }

        protected override WaitForEventResult WaitForEvent(
            int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override void AddCallbackForPinValueChangedEvent(
            int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
        {
            Assert.Equal(PinEventTypes.Rising, eventTypes);
            _handlers.Add(pinNumber, callback);
        }

        protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
            _handlers.Remove(pinNumber);

        private ChipLine? Line(int pin)
        {
            foreach (var line in Enum.GetValues<ChipLine>())
                if (BoardPins.Of(board, line) == pin) return line;
            return null;
        }
    }
}
