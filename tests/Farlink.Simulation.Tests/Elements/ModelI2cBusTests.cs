using System.Device.I2c;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>A driver's bus over one and several chips.</summary>
public sealed class ModelI2cBusTests : IDisposable
{
    private static readonly byte[] WakeAnswer = AteccBench.Hex("04113343");

    private readonly NanosecondTime _time = new();
    private readonly AteccBench _first;
    private readonly ModelI2cBus _bus;
    private readonly I2cDevice _all, _one, _two;

    public ModelI2cBusTests()
    {
        _first = new AteccBench(time: _time);
        var second = new AteccBench(new Atecc608ModelOptions { Start = Atecc608Start.TrustAndGo }, 2, _time);
        _bus = new ModelI2cBus(_first.Chip, second.Chip);
        _all = _bus.CreateDevice(0x00);
        _one = _bus.CreateDevice(0x60);
        _two = _bus.CreateDevice(0x35);
    }

    public void Dispose()
    {
        _all.Dispose();
        _one.Dispose();
        _two.Dispose();
        _bus.Dispose();
    }

    [Fact]
    public void Device_Settings_HaveItsAddress() => Assert.Equal(0x60, _one.ConnectionSettings.DeviceAddress);

    [Fact]
    public void Bus_Information_NamesTheModel() =>
        Assert.Contains(nameof(ModelI2cBus), _bus.QueryComponentInformation().ToString(), StringComparison.Ordinal);

    [Fact]
    public void Wake_PulseToAll_WakesBoth()
    {
        Assert.Throws<IOException>(() => _one.ReadByte());
        WakeBoth();
        var answer = new byte[4];
        _one.Read(answer);
        Assert.Equal(WakeAnswer, answer);
        Array.Clear(answer);
        _two.WriteRead([0x00], answer);
        Assert.Equal(WakeAnswer, answer);
    }

    [Fact]
    public void ReadByte_AfterTheAnswer_GivesOnesUntilWriteByteRewinds()
    {
        WakeBoth();
        _one.Read(new byte[4]);
        Assert.Equal(0xFF, _one.ReadByte());
        _one.WriteByte(0x00);
        Assert.Equal(0x04, _one.ReadByte());
    }

    [Fact]
    public void Transfer_BusyChip_ThrowsAndThenGivesTheResponse()
    {
        WakeBoth();
        _one.Write([0x03, .. AteccBench.Packet(Opcode.Info)]);
        Assert.Throws<IOException>(() => _one.ReadByte());
        Assert.Throws<IOException>(() => _one.WriteRead([0x00], new byte[4]));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        var response = new byte[7];
        _one.Read(response);
        Assert.Equal(AteccBench.Hex("00006002"), response[1..5]);
    }

    [Fact]
    public void Transfer_OneAsleep_LeavesTheOtherAwake()
    {
        WakeBoth();
        _two.Write([0x01]);
        Assert.Throws<IOException>(() => _two.ReadByte());
        Assert.Equal(0x04, _one.ReadByte());
    }

    [Fact]
    public void Transfer_AddressOfNobody_Throws()
    {
        WakeBoth();
        using var nobody = _bus.CreateDevice(0x10);
        Assert.Throws<IOException>(() => nobody.ReadByte());
        Assert.Throws<IOException>(() => nobody.WriteByte(0x00));
    }

    [Fact]
    public void Read_OfNothing_Throws()
    {
        WakeBoth();
        Assert.Throws<ArgumentException>(() => _one.Read([]));
        Assert.Throws<ArgumentException>(() => _one.WriteRead([0x00], []));
    }

    [Fact]
    public void CreateDevice_AddressThatIsOpen_Throws() =>
        Assert.Throws<InvalidOperationException>(() => _bus.CreateDevice(0x60));

    [Theory]
    [InlineData(0x80)]
    [InlineData(-1)]
    public void CreateDevice_MoreThanSevenBits_Throws(int address) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _bus.CreateDevice(address));

    [Fact]
    public void Device_Closed_ThrowsAndDoesNotCloseItsSuccessor()
    {
        WakeBoth();
        _two.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _two.ReadByte());
        using var again = _bus.CreateDevice(0x35);
        _two.Dispose();
        Assert.Equal(0x04, again.ReadByte());
    }

    [Fact]
    public void RemoveDevice_Open_ClosesItOnce()
    {
        WakeBoth();
        _bus.RemoveDevice(0x35);
        Assert.Throws<ObjectDisposedException>(() => _two.ReadByte());
        Assert.Throws<ArgumentException>(() => _bus.RemoveDevice(0x35));
    }

    [Fact]
    public void Bus_Closed_ClosesItsDevicesAndOpensNone()
    {
        WakeBoth();
        var bus = new ModelI2cBus(_first.Chip);
        var device = bus.CreateDevice(0x60);
        device.WriteByte(0x00);
        bus.Dispose();
        Assert.Throws<ObjectDisposedException>(() => device.WriteByte(0x00));
        Assert.Throws<ObjectDisposedException>(() => bus.CreateDevice(0x60));
    }

    [Fact]
    public void WriteRead_EightThreads_IsNeverTorn()
    {
        // The chip never gets a command, so its wake answer is all that it can say. Whoever finds it asleep wakes it: time goes
        // on for all of them, and the watchdog comes between any two transfers.
        var (torn, whole) = (0, 0);
        Parallel.For(0, 8, worker =>
        {
            var octets = new byte[4];
            for (var i = 0; i < 2_000; i++)
            {
                try
                {
                    if (worker == 0) _time.Advance(TimeSpan.FromMicroseconds(700));
                    if (worker == 0 && i % 50 == 0) _first.Chip.Faults = Atecc608Faults.None;
                    if (worker == 1 && i % 100 == 0) _one.WriteByte(AteccBench.Idle);
                    _one.WriteRead([0x00], octets);
                    if (octets.AsSpan().SequenceEqual(WakeAnswer)) Interlocked.Increment(ref whole);
                    else Interlocked.Increment(ref torn);
                }
                catch (IOException)
                {
                    WakeBoth();
                }
            }
        });
        Assert.Equal(0, torn);
        Assert.True(whole > 0);
    }

    private void WakeBoth()
    {
        Assert.Throws<IOException>(() => _all.WriteByte(0x00));
        _time.Advance(TimeSpan.FromMilliseconds(1.5));
    }
}
