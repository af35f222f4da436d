using CsCheck;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests;

public sealed class RadioHeadEndpointTests
{
    private static readonly Instant Zero = new(0);
    private static readonly Duration Air = Duration.FromMilliseconds(50);

    [Fact]
    public void Plain_Send_GoesOutOnceWithIdZero()
    {
        var node = Node(10);
        Assert.True(node.TrySend(7, 1, "hi"u8));
        var frame = node.PollTransmit(Zero)!;
        Assert.Equal("010a00006869", Convert.ToHexStringLower(frame.Octets.Span));
        Assert.Null(node.PollTransmit(Zero));
        node.HandleTransmitted(frame, Zero + Air);
        Assert.Equal(new RadioHeadEvent.Sent(7, 1), node.PollEvent());
        Assert.Equal(Instant.Never, node.NextTimeout);
        Assert.True(node.IsIdle);
    }

    [Fact]
    public void Reliable_NoAnswer_RepeatsThreeTimesWithTheRetryFlagThenGivesUp()
    {
        var node = Node(10, reliable: true);
        node.TrySend(7, 1, "hi"u8);
        var now = Zero;
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            var frame = node.PollTransmit(now)!;
            Assert.Equal(attempt == 1 ? "010a01006869" : "010a01406869", Convert.ToHexStringLower(frame.Octets.Span));
            now += Air;
            node.HandleTransmitted(frame, now);

            // With the random octet 0 the wait is exactly one timeout: at the limit, not before.
            Assert.Equal(now + Duration.FromMilliseconds(200), node.NextTimeout);
            node.HandleTimeout(node.NextTimeout - new Duration(1));
            Assert.Null(node.PollTransmit(node.NextTimeout - new Duration(1)));
            now = node.NextTimeout;
            node.HandleTimeout(now);
        }

        Assert.Null(node.PollTransmit(now));
        Assert.Equal(new RadioHeadEvent.Unacknowledged(7, 4), node.PollEvent());
        Assert.True(node.IsIdle);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(128, 300)]
    [InlineData(255, 399.21875)]
    public void Reliable_Wait_IsOneToTwoTimeouts(byte random, double milliseconds)
    {
        var node = new RadioHeadEndpoint(Options(10, reliable: true), () => random);
        node.TrySend(1, 1, "hi"u8);
        node.HandleTransmitted(node.PollTransmit(Zero)!, Zero);
        Assert.Equal(milliseconds, (node.NextTimeout - Zero).Milliseconds, 1e-6);
    }

    [Fact]
    public void Reliable_Acknowledged_IsDoneAndTheNextHasTheNextId()
    {
        var node = Node(10, reliable: true);
        node.TrySend(7, 1, "hi"u8);
        node.TrySend(8, 1, "ho"u8);
        node.HandleTransmitted(node.PollTransmit(Zero)!, Zero);
        Assert.Null(node.PollTransmit(Zero));
        node.HandleFrame(Convert.FromHexString("0a01018021"), Zero);
        Assert.Equal(new RadioHeadEvent.Sent(7, 1), node.PollEvent());
        Assert.Equal("010a0200686f", Convert.ToHexStringLower(node.PollTransmit(Zero)!.Octets.Span));
    }

    [Fact]
    public void Reliable_AcknowledgedWhileStillOnAir_IsDoneWhenTheFrameHasLeft()
    {
        var node = Node(10, reliable: true);
        node.TrySend(7, 1, "hi"u8);
        var frame = node.PollTransmit(Zero)!;
        node.HandleFrame(Convert.FromHexString("0a01018021"), Zero);
        Assert.Null(node.PollEvent());
        node.HandleTransmitted(frame, Zero + Air);
        Assert.Equal(new RadioHeadEvent.Sent(7, 1), node.PollEvent());
    }

    [Theory]
    [InlineData("0a01028021")]
    [InlineData("0a02018021")]
    public void Reliable_AcknowledgementOfSomethingElse_IsRefused(string frame)
    {
        var node = Node(10, reliable: true);
        node.TrySend(7, 1, "hi"u8);
        node.HandleTransmitted(node.PollTransmit(Zero)!, Zero);
        node.HandleFrame(Convert.FromHexString(frame), Zero);
        Assert.IsType<RadioHeadEvent.Refused>(node.PollEvent());
        Assert.Equal(1, node.Refusals[FrameRefusal.UnexpectedAcknowledgement]);
        Assert.Equal(1, node.Queued);
    }

    [Fact]
    public void Reliable_Broadcast_IsNotWaitedFor()
    {
        var node = Node(10, reliable: true);
        node.TrySend(7, RadioHeadHeader.Broadcast, "hi"u8);
        node.HandleTransmitted(node.PollTransmit(Zero)!, Zero);
        Assert.Equal(new RadioHeadEvent.Sent(7, 1), node.PollEvent());
    }

    [Fact]
    public void TrySend_QueueFull_IsRefused()
    {
        var node = new RadioHeadEndpoint(Options(10) with { MostQueued = 2 }, () => 0);
        Assert.True(node.TrySend(1, 1, "a"u8));
        Assert.True(node.TrySend(2, 1, "b"u8));
        Assert.False(node.TrySend(3, 1, "c"u8));
        Assert.Equal(2, node.Queued);
    }

    [Theory]
    [InlineData(AcknowledgePolicy.ReliableSenders, 1, true)]
    [InlineData(AcknowledgePolicy.ReliableSenders, 0, false)]
    [InlineData(AcknowledgePolicy.Always, 0, true)]
    [InlineData(AcknowledgePolicy.Never, 1, false)]
    public void Receive_Policy_DecidesAboutTheAcknowledgement(AcknowledgePolicy policy, byte id, bool acknowledged)
    {
        var node = new RadioHeadEndpoint(Options(1) with { Acknowledge = policy }, () => 0);
        node.HandleFrame([1, 10, id, 0, (byte)'x'], Zero);
        Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
        var answer = node.PollTransmit(Zero);
        Assert.Equal(
            acknowledged ? $"0a01{id:x2}8021" : null, answer is null ? null : Convert.ToHexStringLower(answer.Octets.Span));
    }

    [Fact]
    public void Receive_ReliableSenderWhoseIdWraps_IsStillAcknowledged()
    {
        var node = Node(1);
        node.HandleFrame([1, 10, 255, 0, (byte)'x'], Zero);
        node.HandleFrame([1, 10, 0, 0, (byte)'y'], Zero);
        Assert.NotNull(node.PollTransmit(Zero));
        Assert.NotNull(node.PollTransmit(Zero));
    }

    [Fact]
    public void Receive_Broadcast_IsDeliveredAndNotAcknowledged()
    {
        var node = new RadioHeadEndpoint(Options(1) with { Acknowledge = AcknowledgePolicy.Always }, () => 0);
        node.HandleFrame([255, 10, 1, 0, (byte)'x'], Zero);
        Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
        Assert.Null(node.PollTransmit(Zero));
    }

    [Theory]
    [InlineData(0x40, 100_000, false)]
    [InlineData(0x00, 100, false)]
    [InlineData(0x00, 100_000, true)]
    public void Receive_SameIdAndBody_IsARepeatByFlagOrInTime(byte flags, int laterMilliseconds, bool isNew)
    {
        var node = Node(1);
        node.HandleFrame([1, 10, 5, 0, (byte)'x'], Zero);
        node.HandleFrame([1, 10, 5, flags, (byte)'x'], Zero + Duration.FromMilliseconds(laterMilliseconds));
        Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
        Assert.Equal(isNew, node.PollEvent() is RadioHeadEvent.Received);
        Assert.Equal(isNew ? 0 : 1, node.Refusals[FrameRefusal.Duplicate]);

        // A repeat is acknowledged again: its first acknowledgement was lost.
        Assert.NotNull(node.PollTransmit(Zero));
        Assert.NotNull(node.PollTransmit(Zero));
    }

    [Fact]
    public void Receive_RestartedSenderWithTheSameIdAndAnotherBody_IsNotLost()
    {
        var node = Node(1);
        node.HandleFrame([1, 10, 1, 0, (byte)'x'], Zero);
        node.HandleFrame([1, 10, 1, 0x40, (byte)'y'], Zero);
        Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
        Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
    }

    [Fact]
    public void Receive_PlainSenderRepeatingItsText_IsDeliveredEachTime()
    {
        var node = Node(1);
        for (var i = 0; i < 5; i++) node.HandleFrame([1, 10, 0, 0, (byte)'x'], Zero);
        for (var i = 0; i < 5; i++) Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
    }

    [Fact]
    public void Receive_PlainSenderWithAFixedId_IsDeliveredEachTimeWhereNothingIsAcknowledged()
    {
        var node = new RadioHeadEndpoint(Options(1) with { Acknowledge = AcknowledgePolicy.Never }, () => 0);
        for (var i = 0; i < 5; i++) node.HandleFrame([1, 10, 7, 0, (byte)'x'], Zero);
        for (var i = 0; i < 5; i++) Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
    }

    [Fact]
    public void Receive_ReliableSenderRestartedAsAPlainOne_IsDeliveredEachTime()
    {
        var node = Node(1);
        node.HandleFrame([1, 10, 9, 0, (byte)'x'], Zero);
        for (var i = 0; i < 5; i++) node.HandleFrame([1, 10, 0, 0, (byte)'x'], Zero);
        for (var i = 0; i < 6; i++) Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
    }

    [Fact]
    public void HandleUnsendable_Message_IsGivenUpAndTheNextGoesOn()
    {
        var node = Node(10, reliable: true);
        node.TrySend(1, 1, "a"u8);
        node.TrySend(2, 1, "b"u8);
        node.HandleUnsendable(node.PollTransmit(Zero)!);
        Assert.Equal(new RadioHeadEvent.Unacknowledged(1, 0), node.PollEvent());
        Assert.Equal(2UL, node.PollTransmit(Zero)!.Token);
    }

    [Theory]
    [InlineData("", FrameRefusal.TruncatedHeader)]
    [InlineData("010a01", FrameRefusal.TruncatedHeader)]
    [InlineData("020a010041", FrameRefusal.OtherAddress)]
    [InlineData("010a010041", FrameRefusal.PartialBlock)]
    [InlineData("010a018021", FrameRefusal.UnexpectedAcknowledgement)]
    public void Receive_Hostile_IsCountedNotAnsweredNotDelivered(string hex, FrameRefusal refusal)
    {
        using var codec = new RhEncryptedCodec(new byte[16]);
        var node = new RadioHeadEndpoint(Options(1) with { Codec = codec, Acknowledge = AcknowledgePolicy.Always }, () => 0);
        node.HandleFrame(Convert.FromHexString(hex), Zero);
        Assert.Equal(refusal, Assert.IsType<RadioHeadEvent.Refused>(node.PollEvent()).Refusal);
        Assert.Equal(1, node.Refusals[refusal]);
        Assert.Null(node.PollTransmit(Zero));
    }

    [Fact]
    public void Receive_ManyUnsentAcknowledgements_StayBounded()
    {
        var node = Node(1);
        for (var i = 0; i < 1000; i++)
        {
            node.HandleFrame([1, 10, (byte)((i % 255) + 1), 0, (byte)i], Zero);
            while (node.PollEvent() is not null)
            {
            }
        }

        var answers = 0;
        while (node.PollTransmit(Zero) is not null) answers++;
        Assert.Equal(RadioHeadEndpoint.MostAcknowledgementsQueued, answers);
    }

    [Fact]
    public void Promiscuous_FrameToAnother_IsDeliveredNotAcknowledged()
    {
        var node = new RadioHeadEndpoint(Options(1) with { Promiscuous = true, Acknowledge = AcknowledgePolicy.Always }, () => 0);
        node.HandleFrame([9, 10, 1, 0, (byte)'x'], Zero);
        Assert.IsType<RadioHeadEvent.Received>(node.PollEvent());
        Assert.Null(node.PollTransmit(Zero));
    }

    [Fact]
    public void TimeoutFor_SlowPreset_LeavesTimeForTheAcknowledgement()
    {
        var slow = new Airtime.LoRaModulation { SpreadingFactor = new Airtime.SpreadingFactor(12), LowDataRateOptimize = true };
        Assert.True(RadioHeadOptions.TimeoutFor(slow, new NoCodec()) > Duration.FromMilliseconds(200 + 827));
    }

    [Fact]
    public void HandleFrame_AnyOctetsInAnyOrder_NeverThrowsAndStaysBounded()
    {
        var frames = Gen.Byte.Array[0, 40].List[0, 50];
        frames.Sample(
            sequence =>
            {
                var node = Node(1, reliable: true);
                node.TrySend(1, 10, "x"u8);
                var now = Zero;
                foreach (var frame in sequence)
                {
                    // Most frames that get past the address are more interesting.
                    if (frame.Length > 0) frame[0] = 1;
                    node.HandleFrame(frame, now);
                    if (node.PollTransmit(now) is { } outgoing) node.HandleTransmitted(outgoing, now);
                    while (node.PollEvent() is not null)
                    {
                    }

                    now += Duration.FromMilliseconds(150);
                }

                Assert.True(node.Queued <= 1);
            },
            iter: 2000);
    }

    /// <summary>
    /// Two nodes over a channel that loses and delays as the seed says: what is told to be sent arrived exactly once.
    /// </summary>
    [Fact]
    public void Exchange_LossyChannel_DeliversEachAcknowledgedMessageOnce()
    {
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                var sender = new RadioHeadEndpoint(
                    Options(10, reliable: true) with { Retries = 20 }, () => (byte)random.Next(256));
                var receiver = new RadioHeadEndpoint(Options(1), () => (byte)random.Next(256));
                for (var i = 1; i <= 40; i++) Assert.True(sender.TrySend((ulong)i, 1, [(byte)i, 0xAA]));
                var (sent, arrived) = Run(sender, receiver, random);
                Assert.Equal(sent, arrived.Where(sent.Contains).ToList());
                Assert.Equal(arrived.Count, arrived.Distinct().Count());
            },
            iter: 100);
    }

    private static (List<byte> Sent, List<byte> Arrived) Run(RadioHeadEndpoint sender, RadioHeadEndpoint receiver, Random random)
    {
        var sent = new List<byte>();
        var arrived = new List<byte>();
        var now = Zero;
        while (sender.Queued > 0)
        {
            if (sender.PollTransmit(now) is { } frame)
            {
                now += Air;
                sender.HandleTransmitted(frame, now);
                if (random.Next(3) > 0) receiver.HandleFrame(frame.Octets.Span, now);
            }
            else
            {
                now = sender.NextTimeout;
            }

            if (receiver.PollTransmit(now) is { } answer)
            {
                now += Air;
                receiver.HandleTransmitted(answer, now);
                if (random.Next(3) > 0) sender.HandleFrame(answer.Octets.Span, now);
            }

            while (receiver.PollEvent() is { } happened)
                if (happened is RadioHeadEvent.Received received) arrived.Add(received.Message.Span[0]);
            while (sender.PollEvent() is { } happened)
                if (happened is RadioHeadEvent.Sent done) sent.Add((byte)done.Token);
        }

        return (sent, arrived);
    }

    private static RadioHeadOptions Options(byte address, bool reliable = false) =>
        new() { Address = address, Codec = new NoCodec(), Reliable = reliable };

    private static RadioHeadEndpoint Node(byte address, bool reliable = false) => new(Options(address, reliable), () => 0);
}
