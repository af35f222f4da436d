using System.Text;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>Models that go apart: it is seen, nothing is freed that did not arrive as it was sent, the session goes on.</summary>
public sealed class EpochTests
{
    [Fact]
    public void Decode_ModelsMemoryFails_WhatWasSentArrivesAndTheSessionStays()
    {
        var broken = 0;
        for (var seed = 1; seed <= 12; seed++)
        {
            using var run = new Run(seed, loss: seed % 3 * 0.1);
            run.Publish(60, after: i => i == 30 ? () => ModelMemory.Flip(run.Ends.Base, seed) : null);
            run.Ends.RunFor(600);
            broken += run.Rewound.Count;
            Assert.Equal(1, run.Sessions);
            run.AssertAllArrived(60);
            Assert.Equal(0, run.Ends.Site.Machine!.Status(TwoEnds.LinkId, run.Ends.Site.Now).QueuedMessages);
        }

        // A flipped bit that no context uses any more does no harm; most do.
        Assert.InRange(broken, 8, 40);
    }

    [Fact]
    public void Decode_MemoryFailsTwiceInTenMinutes_TheStreamGoesOnUncompressed()
    {
        using var run = new Run(3, loss: 0);
        run.Publish(200, after: i => i is 30 or 60 or 90 or 120 or 150 ? () => ModelMemory.Flip(run.Ends.Base, i, 4000) : null);
        run.Ends.RunFor(600);
        Assert.Equal([true, false], run.Rewound.Select(one => one.IsCompressed));
        Assert.Equal(1, run.Sessions);
        run.AssertAllArrived(200);
        Assert.Null(run.Ends.Site.Machine!.Session(TwoEnds.LinkId)!.Sending.Model);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reset_OneEndRestartsMeanwhile_NothingIsLost(bool isSite)
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            using var run = new Run(seed, loss: 0.2);
            var host = isSite ? run.Ends.Site : run.Ends.Base;
            run.Ends.Network.OnEvent += (_, happened) =>
            {
                if (happened is not LinkEvent.Rewound) return;
                run.Ends.Network.Time.After(Duration.FromMilliseconds(20 * seed), () =>
                {
                    host.Crash();
                    host.Start();
                });
            };
            run.Publish(60, after: i => i == 30 ? () => ModelMemory.Flip(run.Ends.Base, seed, 4000) : null);
            run.Ends.RunFor(900);
            Assert.NotEmpty(run.Rewound);
            run.AssertAllArrived(60);
        }
    }

    [Fact]
    public void Rewind_BrokerIsAway_WhatWasNotPublishedIsNotPublishedTwice()
    {
        using var run = new Run(5, loss: 0);
        run.Ends.RunFor(20);
        run.Ends.Base.BrokerIsUp = false;
        run.Publish(40, after: i => i == 20 ? () => ModelMemory.Flip(run.Ends.Base, 5, 4000) : null);
        run.Ends.RunFor(300);
        var rewound = Assert.Single(run.Rewound);
        Assert.Equal(rewound.Last - rewound.Above, rewound.Rows.Count);
        run.Ends.Base.BrokerIsUp = true;
        run.Ends.RunFor(300);
        Assert.Equal(40, run.Arrived.Count);
        run.AssertAllArrived(40);
        run.Ends.Network.Finish();
        Assert.Empty(run.Ends.Network.Violations);
    }

    /// <summary>
    /// The last chunks have too few bits of the hash to tell, and nothing follows: the question asked later brings it.
    /// </summary>
    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(0.3, 5, false)]
    [InlineData(0, 120, false)]
    [InlineData(0, 5, true)]
    [InlineData(0.2, 120, true)]
    public void Check_OnlyThePollShowsTheDifference_NothingIsFreedThatWasReadWrong(double loss, int flushMs, bool bothWays)
    {
        var seen = 0;
        for (var seed = 1; seed <= 10; seed++)
        {
            using var run = new Run(seed, loss, new HostOptions { FlushTime = Duration.FromMilliseconds(flushMs) });
            var lost = 0;
            run.Ends.Network.OnEvent += (_, happened) => lost += happened is LinkEvent.PeerLostDisk ? 1 : 0;
            run.Publish(20 + seed, after: _ => null);
            run.Ends.RunFor(0.5);
            ModelMemory.ForgetText(run.Ends.Base);
            for (var i = 0; i < 60; i++)
            {
                run.Ends.RunFor(5);
                if (bothWays) run.Ends.Base.Submit(TwoEnds.Seed(i));
            }

            run.Ends.RunFor(300);

            // Where the last chunk happened to bring all bits nothing was open.
            Assert.InRange(run.Rewound.Count, 0, 1);
            seen += run.Rewound.Count;
            Assert.Equal((1, 0), (run.Sessions, lost));
            run.AssertAllArrived(20 + seed);
            Assert.Equal(0, run.Ends.Site.Machine!.Status(TwoEnds.LinkId, run.Ends.Site.Now).QueuedMessages);
            Assert.Equal(0, run.Ends.Base.Machine!.Status(TwoEnds.LinkId, run.Ends.Base.Now).QueuedMessages);
        }

        Assert.InRange(seen, 3, 10);
    }

    /// <summary>A peer that asks for epoch after epoch makes this end no more work than one now and then.</summary>
    [Fact]
    public void Negative24_ResetsAskedAllTheTime_AreRefusedAfterTheSecond()
    {
        using var run = new Run(1, loss: 0);
        run.Publish(5, after: _ => null);
        run.Ends.Network.Channel.Block(run.Ends.Site.Radio, run.Ends.Base.Radio, 1);
        var asked = 0;
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            if (run.Ends.Site.Machine!.Session(TwoEnds.LinkId) is not { } session) break;
            var reset = new ResetField((byte)epoch, epoch == 1 ? (byte)1 : (byte)0, session.Sending.Low > 0 ? 5 : 0);
            if (!Ask(run.Ends, reset)) break;
            asked++;
            run.Ends.RunFor(2);
        }

        Assert.Equal(2, asked);
        Assert.Equal(1, run.Ends.Site.Machine!.Refusals[LinkRefusal.Breach]);
    }

    /// <summary>Seals a frame as the base would, and hands it to the site; false if the session was closed for it.</summary>
    private static bool Ask(TwoEnds ends, ResetField reset)
    {
        Span<byte> text = stackalloc byte[64];
        var size = new ExtendedBody { Streams = new StreamFields { Reset = reset } }.Write(text);
        var session = ends.Base.Machine!.Session(TwoEnds.LinkId)!;
        var frame = session.SealControl(TwoEnds.LinkId, FrameKind.Extended, 0, text[..size]);
        ends.Site.Machine!.HandleFrame(frame, ends.Site.Now, new LinkQuality(null, null));
        var isOpen = ends.Site.Machine.Session(TwoEnds.LinkId) is not null;
        ends.Site.Pump();
        return isOpen;
    }

    /// <summary>Where nothing goes wrong the hash costs nothing that is seen: a quiet link is confirmed all the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Confirm_AFewMessagesThenSilence_AllAreConfirmedInTime(int messages)
    {
        using var run = new Run(1, loss: 0);
        var confirmed = 0;
        run.Ends.Network.OnEvent += (host, happened) =>
            confirmed += host == run.Ends.Site && happened is LinkEvent.Confirmed ? 1 : 0;
        run.Publish(messages, after: _ => null);
        run.Ends.RunFor(90);
        Assert.Equal(messages, confirmed);
    }

    /// <summary>Frames go out until the models differ; with 16 bits, one in 65,536 tries would not be seen.</summary>
    [Fact]
    public void Check_AnyOtherText_HasOtherBits()
    {
        var (one, other) = (new TextHash(), new TextHash());
        one.Add(1, new RecordLook(1), "a/b"u8, "21.5"u8);
        other.Add(1, new RecordLook(1), "a/b"u8, "21.6"u8);
        var same = Enumerable.Range(0, 1000).Count(chunk => one.Check(chunk) == other.Check(chunk));
        Assert.InRange(same, 0, 2);
        Assert.InRange(Enumerable.Range(0, 1000).Select(chunk => one.Check(chunk)).Distinct().Count(), 900, 1000);
    }

    private sealed class Run : IDisposable
    {
        public Run(int seed, double loss, HostOptions? host = null)
        {
            Ends = new TwoEnds(
                seed, new ChannelOptions { Loss = loss }, change: link => link with { ModelMebibytes = 1 },
                checkers: [new OrderChecker()], host: host);
            Ends.Network.OnEvent = (host, happened) =>
            {
                if (host == Ends.Site && happened is LinkEvent.SessionUp) Sessions++;
                if (happened is LinkEvent.Rewound rewound) Rewound.Add(rewound);
            };
            Ends.Network.OnPublished = (_, row) => Arrived.Add(Encoding.UTF8.GetString(row.Message.Payload.Span));
            Ends.Start();
            Ends.RunFor(10);
        }

        public TwoEnds Ends { get; }

        public int Sessions { get; private set; }

        public List<LinkEvent.Rewound> Rewound { get; } = [];

        public List<string> Arrived { get; } = [];

        public void Publish(int messages, Func<int, Action?> after)
        {
            for (var i = 0; i < messages; i++)
            {
                Ends.Site.Submit(new Submission
                {
                    Link = TwoEnds.LinkId,
                    Message = new MqttMessage
                    {
                        Topic = $"farm/{i % 3}",
                        Payload = Encoding.UTF8.GetBytes(Text(i)),
                        Qos = MqttQos.AtLeastOnce,
                    },
                });
                after(i)?.Invoke();
                Ends.RunFor(3);
            }
        }

        public void AssertAllArrived(int messages)
        {
            for (var i = 0; i < messages; i++) Assert.Contains(Text(i), Arrived);
        }

        public void Dispose() => Ends.Dispose();

        private static string Text(int number)
        {
            var (temperature, state) = (20 + (number * 7 % 40 / 10.0), number % 5 == 0 ? "ON" : "OFF");
            return $"{{\"count\":{number},\"temperature\":{temperature:0.0},\"state\":\"{state}\"}}";
        }
    }
}
