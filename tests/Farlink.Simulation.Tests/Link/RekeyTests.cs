using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>Test 41: a site gets another key inside a session; whatever interrupts it, one of the two keys works.</summary>
public sealed class RekeyTests : IDisposable
{
    private readonly SimulatedKey _next = new(777);
    private int _published;

    public void Dispose() => _next.Dispose();

    [Fact]
    public void Rekey_BothEnds_GoOnWithTheNewKeyAndTheOldOneIsRefused()
    {
        using var ends = Ends();
        var (site, baseStation) = Next(ends);
        ends.Base.Rekey(TwoEnds.LinkId, baseStation);
        ends.Site.Rekey(TwoEnds.LinkId, site);
        Deliver(ends, 2);
        Assert.Equal(1, _next.Uses);
        var old = ends.SiteKey!.Uses;

        // From now on nobody computes with the old key; what comes with it is forged.
        ends.Site.Crash();
        ends.Base.Crash();
        ends.Start();
        Deliver(ends, 3);
        Assert.Equal((old, 2), (ends.SiteKey.Uses, _next.Uses));
        var (before, _) = SimulatedKey.Pair("barn", ends.SiteKey, ends.BaseKey!);
        using var thief = new LinkStation(
            TwoEnds.Options(LinkRole.Site, ends.Site.Options.Links[0] with { Identity = before }, null),
            new SimulatedDisk(9).Load(), new SeededRandom(9), ends.Network.Time.Now);
        var forged = ends.Base.Machine!.Refusals[LinkRefusal.ForgedHello];
        ends.Base.Machine.HandleFrame(HelloOf(thief, ends), ends.Base.Now, default);
        Assert.Equal(forged + 1, ends.Base.Machine.Refusals[LinkRefusal.ForgedHello]);
    }

    [Theory]
    [InlineData(LinkRole.Site)]
    [InlineData(LinkRole.BaseStation)]
    public void Rekey_OneEndOnly_TheOldKeyGoesOnWorking(LinkRole role)
    {
        using var ends = Ends();
        var (site, baseStation) = Next(ends);
        if (role == LinkRole.Site) ends.Site.Rekey(TwoEnds.LinkId, site);
        else ends.Base.Rekey(TwoEnds.LinkId, baseStation);
        Deliver(ends, 2);
        ends.Site.Crash();
        ends.Site.Start();
        Deliver(ends, 3);
        ends.Base.Crash();
        ends.Base.Start();
        Deliver(ends, 4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rekey_CrashAtEachMoment_OneOfTheKeysWorks(bool siteCrashes)
    {
        for (var milliseconds = 0; milliseconds <= 1500; milliseconds += 25)
        {
            using var ends = Ends();
            var (site, baseStation) = Next(ends);
            ends.Base.Rekey(TwoEnds.LinkId, baseStation);
            ends.Site.Rekey(TwoEnds.LinkId, site);
            ends.RunFor(milliseconds / 1000.0);
            var host = siteCrashes ? ends.Site : ends.Base;
            host.Crash();
            ends.RunFor(1);
            host.Start();
            Deliver(ends, 2);
            Deliver(ends, 3);
        }
    }

    [Fact]
    public void Rekey_AnswerLostAgainAndAgain_TheLinkComesBack()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            using var ends = Ends(seed, loss: 0.3);
            var (site, baseStation) = Next(ends);
            ends.Base.Rekey(TwoEnds.LinkId, baseStation);
            ends.Site.Rekey(TwoEnds.LinkId, site);
            Deliver(ends, 2);
            Deliver(ends, 3);
        }
    }

    [Fact]
    public void Rekey_SharedKeyOrOtherMode_IsRefused()
    {
        using var shared = new TwoEnds(1);
        shared.Start();
        using var paired = Ends();
        var (site, _) = Next(paired);
        Assert.Throws<ArgumentException>(() => shared.Site.Rekey(TwoEnds.LinkId, site));
        Assert.Throws<ArgumentException>(() => paired.Site.Rekey(TwoEnds.LinkId, TwoEnds.Key(3)));
    }

    [Fact]
    public void Rekey_LinkThatWasEnded_StaysEnded()
    {
        using var ends = Ends();
        var (_, baseStation) = Next(ends);
        ends.Base.Machine!.End(TwoEnds.LinkId, ends.Base.Now);
        ends.Base.Rekey(TwoEnds.LinkId, baseStation);
        ends.Site.Machine!.Submit(TwoEnds.Seed(2), 2, ends.Site.Now);
        ends.RunFor(3600);
        Assert.False(ends.Base.Machine.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
    }

    private (PairedIdentity Site, PairedIdentity BaseStation) Next(TwoEnds ends) =>
        SimulatedKey.Pair("barn", _next, ends.BaseKey!);

    private TwoEnds Ends(int seed = 1, double loss = 0)
    {
        var channel = new ChannelOptions { Loss = loss };
        var ends = new TwoEnds(
            seed, channel, host: new HostOptions { NextKey = _next }, isPaired: true, checkers: AllCheckers.Create());
        ends.Network.OnPublished = (_, _) => _published++;
        ends.Start();
        Deliver(ends, 1);
        return ends;
    }

    private static byte[] HelloOf(LinkStation thief, TwoEnds ends)
    {
        for (var i = 0; i < 100; i++)
        {
            var now = ends.Network.Time.Now + Duration.FromSeconds(i);
            while (thief.PollCommit() is { } commit) thief.HandleCommitted(commit.Ticket, now);
            thief.HandleTimeout(now);
            if (thief.PollTransmit(now) is { } hello) return hello.Octets.ToArray();
        }

        throw new InvalidOperationException("No hello came.");
    }

    /// <summary>A message goes up, at most in half an hour.</summary>
    private void Deliver(TwoEnds ends, int number)
    {
        var before = _published;
        ends.Site.Submit(TwoEnds.Seed(number));
        for (var i = 0; i < 360 && _published == before; i++) ends.RunFor(5);
        Assert.True(_published > before, $"message {number} did not arrive");
        Assert.Empty(ends.Network.Violations);
    }
}
