using System.Security.Cryptography;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Wake, idle, sleep, and what each leaves in RAM.</summary>
public sealed class Atecc608PowerTests
{
    private static readonly byte[] WakeAnswer = AteccBench.Hex("04113343");
    private static readonly byte[] Digest = SHA256.HashData("idle"u8);

    [Fact]
    public void PowerUp_NoPulse_RefusesEverything()
    {
        var bench = new AteccBench();
        Assert.Null(bench.Get(4));
        Assert.False(bench.Word(0x00));
        Assert.False(bench.Probe());
    }

    [Fact]
    public void Wake_Pulse_IsNotAcknowledgedAndHeardAfterItsDelay()
    {
        var bench = new AteccBench();
        Assert.False(bench.Pulse());
        bench.AdvanceToJustBefore(1.5);
        Assert.Null(bench.Get(4));
        bench.Tick();
        Assert.Equal(WakeAnswer, bench.Get(4));
    }

    [Fact]
    public void Wake_PulseWhileAwake_IsNotHeard()
    {
        var bench = new AteccBench();
        Assert.Equal(WakeAnswer, bench.Wake());
        bench.Pulse();
        Assert.Equal(AteccBench.Hex("FF"), bench.Get(1));
    }

    [Theory]
    [InlineData(AteccBench.Sleep)]
    [InlineData(AteccBench.Idle)]
    public void Wake_AfterSleepOrIdle_AnswersAgain(int word)
    {
        var bench = new AteccBench();
        bench.Wake();
        Assert.True(bench.Word(word));
        Assert.Null(bench.Get(1));
        Assert.Equal(WakeAnswer, bench.Wake());
    }

    [Fact]
    public void Idle_TempKey_StaysForOneSignature()
    {
        var bench = Loaded();
        var state = bench.Run(Opcode.Info, 2);
        Assert.Equal(0x10, state[0]);
        Assert.Equal(0x80, state[1] & 0x80);
        Assert.Equal(AteccBench.SignatureOctets, bench.Run(Opcode.Sign, 0x80, 0).Length);
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Sign, 0x80, 0));
    }

    [Fact]
    public void Sleep_Buffers_AreGone()
    {
        var bench = Loaded();
        bench.Word(AteccBench.Sleep);
        bench.Wake();
        Assert.Equal(Status.ExecutionError, bench.StatusAwake(Opcode.Sign, 0x80, 0));
        Assert.Equal(Status.ExecutionError, bench.StatusAwake(Opcode.Sign, 0xA0, 0));
        Assert.Equal(AteccBench.Hex("00000000"), bench.RunAwake(Opcode.Info, 2));
    }

    [Fact]
    public void Idle_Hash_IsGone()
    {
        var bench = new AteccBench().LockConfig();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Sha));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Sha, 0x02));
    }

    [Fact]
    public void PowerCycle_TempKey_IsGone()
    {
        var bench = Loaded();
        bench.Chip.PowerCycle();
        Assert.False(bench.Probe());
        bench.Wake();
        Assert.Equal(Status.ExecutionError, bench.StatusAwake(Opcode.Sign, 0x80, 0));
    }

    /// <summary>With a key in slot 0 and a digest in both buffers.</summary>
    private static AteccBench Loaded()
    {
        var bench = new AteccBench().LockConfig();
        bench.MakeKey(0);
        bench.Load(0x03, Digest);
        bench.Load(0x43, Digest);
        return bench;
    }
}
