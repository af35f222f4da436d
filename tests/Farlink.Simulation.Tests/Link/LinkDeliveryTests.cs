using System.Text;
using Farlink.Protocol.Link;

namespace Farlink.Simulation.Tests.Link;

public sealed class LinkDeliveryTests
{
    [Fact]
    public void Site_OneMessage_ArrivesAtTheBase()
    {
        using var ends = new TwoEnds(1);
        List<string> arrived = [];
        ends.Network.OnPublished = (_, row) => arrived.Add(Encoding.ASCII.GetString(row.Message.Payload.Span));
        ends.Start();
        ends.RunFor(5);
        Assert.Equal(SubmitVerdict.Taken, ends.Site.Submit(TwoEnds.Seed(1)));
        ends.RunFor(10);
        Assert.Equal(["Good job! You are connected 1 times"], arrived);
    }

    [Fact]
    public void Base_OneMessage_ArrivesAtTheSite()
    {
        using var ends = new TwoEnds(1);
        List<string> arrived = [];
        ends.Network.OnPublished = (host, row) => arrived.Add($"{host.Name} {row.Message.Topic}");
        ends.Start();
        ends.RunFor(5);
        ends.Base.Submit(TwoEnds.Seed(1));
        ends.RunFor(10);
        Assert.Equal(["site /esp8266"], arrived);
    }

    /// <summary>A slow host, or a quick ether, tells the end of a poll after its answer has been handled.</summary>
    [Fact]
    public void Poll_AnswerHandledBeforeItsEndIsTold_CountsAsAnswered()
    {
        using var ends = new TwoEnds(1);
        ends.Start();
        ends.RunFor(5);

        // The machine by hand: the answer comes between the start of the poll and the report of its end.
        var now = ends.Site.Now;
        var machine = ends.Site.Machine!;
        var submission = TwoEnds.Seed(2);
        machine.Submit(submission, 99, now);
        machine.PollTransmit(now);
        while (machine.PollCommit() is { } request) machine.HandleCommitted(request.Ticket, now);
        var poll = machine.PollTransmit(now)!;
        ends.Base.Machine!.HandleFrame(poll.Octets.Span, ends.Base.Now, default);
        while (ends.Base.Machine.PollCommit() is { } request) ends.Base.Machine.HandleCommitted(request.Ticket, ends.Base.Now);
        var answer = ends.Base.Machine.PollTransmit(ends.Base.Now)!;
        machine.HandleFrame(answer.Octets.Span, now + poll.Airtime, default);
        machine.HandleTransmitted(now, now + poll.Airtime);
        Assert.True(machine.NextTimeout(now + poll.Airtime) > now + Protocol.Units.Duration.FromSeconds(60));
    }
}
