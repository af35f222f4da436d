using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Units;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>
/// What must not happen, by its number: frames that are forged, changed, played again or late. With a shared key and between
/// paired ends.
/// </summary>
public abstract class NegativeTests : IDisposable
{
    private protected static readonly LinkQuality Loud = new(new Dbm(-40), new Decibel(10));

    private readonly bool _isPaired;
    private readonly TwoEnds _ends;
    private readonly List<(string From, byte[] Octets)> _frames = [];

    protected NegativeTests(bool isPaired)
    {
        _isPaired = isPaired;
        _ends = Make(1);
        _ends.Network.OnFrame = frame => _frames.Add((frame.Sender.Name, frame.Octets));
        _ends.Start();
        _ends.RunFor(5);
    }

    /// <summary>The hello of the mode.</summary>
    private HelloType First => _isPaired ? HelloType.EdhocFirst : HelloType.PskFirst;

    private TwoEnds Make(int seed, int keys = 1, DutyCycle? duty = null) =>
        new(seed, duty: duty, checkers: AllCheckers.Create(), isPaired: _isPaired, keys: keys);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _ends.Network.Finish();
        Assert.Empty(_ends.Network.Violations);
        _ends.Dispose();
    }

    [Fact]
    public void Negative01_EveryBitFlippedCutOrExtended_IsSilentAndTheFrameStillCounts()
    {
        _ends.Network.Channel.Block(_ends.Site.Radio, _ends.Base.Radio, 1);
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(0.2);
        var frame = _frames[^1].Octets;
        for (var bit = 0; bit < 8 * frame.Length; bit++)
        {
            byte[] changed = [.. frame];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertSilent(_ends.Base, changed);
        }

        AssertSilent(_ends.Base, frame[..^1]);
        AssertSilent(_ends.Base, [.. frame, 0]);
        _ends.Network.Channel.Block(_ends.Site.Radio, _ends.Base.Radio, 0);
        Hand(_ends.Base, frame, isSent: true);
        _ends.RunFor(1);
        Assert.Equal(1, Delivered);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24 * 3600)]
    public void Negative02_ValidPollPlayedAgain_GetsNoAnswer(double seconds)
    {
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(1);
        var poll = _frames.Last(frame => frame.From == "site").Octets;
        _ends.RunFor(seconds);
        AssertSilent(_ends.Base, poll);
        Assert.True(_ends.Base.Machine!.Refusals[LinkRefusal.Duplicate] + _ends.Base.Machine.Refusals[LinkRefusal.TooOld]
            + _ends.Base.Machine.Refusals[LinkRefusal.NotAuthentic] > 0);
    }

    [Fact]
    public void Negative04_ForgedNumberFarAhead_DoesNotMoveTheWindow()
    {
        for (var number = 0; number < 256; number++)
        {
            var forged = new byte[40];
            forged[0] = (byte)((_frames[^1].Octets[0] & 0x20) | 1);
            forged[1] = TwoEnds.LinkId;
            forged[2] = (byte)number;
            AssertSilent(_ends.Base, forged);
        }

        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(1);
        Assert.Equal(1, Delivered);
    }

    [Fact]
    public void Negative05_ReflectedFrameOrFrameOfTheSessionBefore_IsSilent()
    {
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(1);
        var old = _frames.Last(frame => frame.From == "site").Octets;
        AssertSilent(_ends.Site, old);
        _ends.Site.Crash();
        _ends.Site.Start();
        _ends.RunFor(30);
        AssertSilent(_ends.Base, old);
    }

    [Fact]
    public void Negative06_FrameForAnotherBaseWithTheSameLinkId_IsSilent()
    {
        using var others = Make(2, keys: 9);
        others.Start();
        others.RunFor(5);
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(1);
        var machine = others.Base.Machine!;
        foreach (var (_, octets) in _frames)
        {
            machine.HandleFrame(octets, others.Base.Now, Loud);
            Assert.Null(machine.PollCommit());
            Assert.Null(machine.PollTransmit(others.Base.Now));
        }
    }

    [Fact]
    public void Negative08_RecordedHelloTenThousandTimes_ChangesNothingAndIsAnsweredAtMostThrice()
    {
        var hello = _frames.First(frame => frame.From == "site").Octets;
        var before = _ends.Base.FramesSent;
        for (var i = 0; i < 10_000; i++)
        {
            Hand(_ends.Base, hello);
            _ends.RunFor(0.36);
        }

        // Presence polls are answered too: six an hour.
        Assert.InRange(_ends.Base.FramesSent - before, 0, Gate.MostRepliesToHello + 7);
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(2);
        Assert.Equal(1, Delivered);
    }

    [Fact]
    public void Negative09_TenThousandForgedHellos_AreSilentAndTheGenuineOneIsAnsweredAtOnce()
    {
        var random = new Random(9);
        for (var i = 0; i < 10_000; i++)
        {
            var forged = new byte[_isPaired ? EdhocHello.FirstSize : PskHello.FirstSize];
            random.NextBytes(forged);
            forged[0] = HelloFrame.Head(First, i % 2 == 1);
            if (i % 2 == 0) forged[1] = TwoEnds.LinkId;
            AssertSilent(_ends.Base, forged);
        }

        Assert.Equal(_isPaired ? 1 : 0, _ends.BaseKey?.Uses ?? 0);
        var hellos = _frames.Count;
        _ends.Site.Crash();
        _ends.Site.Start();
        _ends.RunFor(4);
        Assert.Single(_frames[hellos..], frame => frame.From == "site" && HelloFrame.TypeOf(frame.Octets) == First
            && HelloFrame.IsHello(frame.Octets));
        Assert.True(_ends.Base.Machine!.Status(TwoEnds.LinkId, _ends.Base.Now).HasSession);
    }

    [Fact]
    public void Negative10_GenuineHelloDelayedPastANewerSession_IsToldTheCounterAtMost()
    {
        var hello = _frames.First(frame => frame.From == "site").Octets;
        _ends.Site.Crash();
        _ends.Site.Start();
        _ends.RunFor(30);
        var count = _frames.Count;
        for (var i = 0; i < 5; i++)
        {
            Hand(_ends.Base, hello);
            _ends.RunFor(10);
        }

        var answer = Assert.Single(_frames[count..]);
        Assert.Equal(HelloType.CounterIs, HelloFrame.TypeOf(answer.Octets));
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(2);
        Assert.Equal(1, Delivered);
    }

    [Fact]
    public void Negative11_SecondHelloReplayedForgedOrFlipped_DoesNotStopTheGenuineOne()
    {
        var second = _frames.First(frame => frame.From == "base").Octets;
        _ends.Network.Channel.Block(_ends.Base.Radio, _ends.Site.Radio, 1);
        _ends.Site.Crash();
        _ends.Site.Start();
        _ends.RunFor(2.5);
        var genuine = _frames.Last(frame => frame.From == "base").Octets;
        AssertSilent(_ends.Site, second);
        for (var bit = 0; bit < 8 * genuine.Length; bit++)
        {
            byte[] changed = [.. genuine];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertSilent(_ends.Site, changed);
        }

        _ends.Network.Channel.Block(_ends.Base.Radio, _ends.Site.Radio, 0);
        _ends.RunFor(30);
        Assert.True(_ends.Site.Machine!.Status(TwoEnds.LinkId, _ends.Site.Now).HasSession);
    }

    [Fact]
    public void Negative12_BaseCrashesBetweenSecondHelloAndItsProof_Recovers()
    {
        _ends.Site.Crash();
        _ends.Site.Start();
        var crashed = false;
        _ends.Network.CrashWhen = (host, point, _) =>
        {
            var isSecond = host == _ends.Base && point == CrashPoint.AfterTransmission && !crashed;
            crashed |= isSecond;
            return isSecond;
        };
        _ends.RunFor(60);
        Assert.True(crashed);
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(60);
        Assert.Equal(1, Delivered);
    }

    [Fact]
    public void Negative18_OtherVersionOrRadioHeadFrame_IsRefusedAndTold()
    {
        byte[] otherVersion = [0xD1, TwoEnds.LinkId, 2, .. new byte[20]];
        AssertSilent(_ends.Base, otherVersion);
        Assert.Equal(1, _ends.Base.Machine!.Refusals[LinkRefusal.OtherVersion]);
        AssertSilent(_ends.Base, [1, 10, 7, 0, .. "Good job! You are connected 1 times"u8]);
    }

    [Fact]
    public void Negative23_OutboxWipedOrRolledBack_NoNewMessageIsTakenForAnOldOne()
    {
        for (var i = 0; i < 5; i++) _ends.Site.Submit(TwoEnds.Seed(i));
        _ends.RunFor(20);
        _ends.Site.Crash();
        _ends.Site.WipeDisk(777);
        _ends.Site.Start();
        _ends.RunFor(20);
        for (var i = 10; i < 15; i++) _ends.Site.Submit(TwoEnds.Seed(i));
        _ends.RunFor(60);
        Assert.Equal(10, Delivered);
    }

    [Fact]
    public void Negative23_OutboxReplacedByAnOlderCopy_IsToldAndNothingNewIsLost()
    {
        _ends.Site.Submit(TwoEnds.Seed(0));
        _ends.RunFor(20);
        var older = _ends.Site.Disk.Copy();
        for (var i = 1; i < 5; i++) _ends.Site.Submit(TwoEnds.Seed(i));
        _ends.RunFor(20);
        List<LinkEvent> events = [];
        _ends.Network.OnEvent = (_, happened) => events.Add(happened);
        _ends.Site.Crash();
        _ends.Site.Disk.RollBack(older);
        _ends.Site.Start();
        _ends.RunFor(30);
        for (var i = 10; i < 15; i++) _ends.Site.Submit(TwoEnds.Seed(i));
        _ends.RunFor(60);
        Assert.Contains(events, happened => happened is LinkEvent.RolledBack);
        Assert.Equal(10, Delivered);
    }

    [Fact]
    public void Negative31_CommandHeldBackPastItsDeadline_IsNotDelivered()
    {
        _ends.Network.Channel.Block(_ends.Base.Radio, _ends.Site.Radio, 1);
        var count = _frames.Count;
        _ends.Base.Submit(TwoEnds.Seed(1) with { ExpiresIn = Duration.FromSeconds(600) });
        _ends.RunFor(1);
        var held = _frames[count..].First(frame => frame.From == "base").Octets;
        List<LinkEvent> events = [];
        _ends.Network.OnEvent = (_, happened) => events.Add(happened);
        _ends.RunFor(3600);
        Hand(_ends.Site, held, isSent: true);
        _ends.RunFor(1);
        Assert.Equal(0, Delivered);
        Assert.Contains(events, happened => happened is LinkEvent.Dead { Reason: DeadReason.ExpiredOnArrival });
    }

    /// <summary>Two hours both ways, in seconds; the base's while it runs.</summary>
    private static readonly double[] Jumps = [-7200, 0, 7200, 0];

    [Fact]
    public void Negative35_ClockJumpsAndCrashLoops_NeverEnlargeTheBudget()
    {
        using var ends = Make(4, duty: DutyCycle.FromPercent(1));
        ends.Start();
        for (var i = 0; i < 100; i++)
        {
            ends.Site.Submit(TwoEnds.Seed(i));
            ends.RunFor(20);
            ends.Site.Crash();
            ends.Site.JumpClock(Duration.FromSeconds(Jumps[i % Jumps.Length]));
            ends.Site.Start();
            if (i % 5 == 0) ends.Base.JumpClock(Duration.FromSeconds(Jumps[i / 5 % Jumps.Length]));
        }

        ends.RunFor(4 * 3600);
        ends.Network.Finish();
        Assert.Empty(ends.Network.Violations);
    }

    private int Delivered => _ends.Network.Checkers.OfType<DeliveryChecker>().Single().Received;

    /// <summary>Hands a frame to a host as its radio would, at once.</summary>
    private static void Hand(SimulatedHost host, byte[] octets, bool isSent = false) =>
        host.HandleReception(octets, Loud, isSent, isDirect: isSent);

    /// <summary>Nothing is transmitted or committed because of it; one counter of refusals moves.</summary>
    private static void AssertSilent(SimulatedHost host, byte[] octets)
    {
        var machine = host.Machine!;
        var refused = machine.Refusals.Total;
        var next = machine.NextTimeout(host.Now);
        machine.HandleFrame(octets, host.Now, Loud);
        Assert.Equal(refused + 1, machine.Refusals.Total);
        Assert.Null(machine.PollCommit());
        Assert.IsType<LinkEvent.Refused>(machine.PollEvent());
        Assert.Null(machine.PollEvent());
        Assert.True(machine.NextTimeout(host.Now) >= next);
    }
}
