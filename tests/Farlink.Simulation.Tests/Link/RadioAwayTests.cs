using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Simulation.Checks;

namespace Farlink.Simulation.Tests.Link;

/// <summary>A radio that is away or fails says nothing about the peer: nobody is blamed, and it is made up for at once.</summary>
public sealed class RadioAwayTests : IDisposable
{
    private readonly TwoEnds _ends = new(7, duty: DutyCycle.FromPercent(1), checkers: AllCheckers.Create());
    private readonly List<LinkEvent> _told = [];
    private int _published;

    public RadioAwayTests()
    {
        _ends.Network.OnEvent = (host, happened) =>
        {
            if (host == _ends.Site) _told.Add(happened);
        };
        _ends.Network.OnPublished = (_, _) => _published++;
    }

    public void Dispose() => _ends.Dispose();

    [Fact]
    public void RadioBack_AfterAnHour_MessageGoesAtOnceInTheSameSession()
    {
        _ends.Start();
        _ends.RunFor(60);
        _ends.Site.UnplugRadio();
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(3600);
        Assert.Equal(0, _published);

        _ends.Site.PlugInRadio();
        _ends.RunFor(10);
        Assert.Equal(1, _published);
        Assert.Single(_told, happened => happened is LinkEvent.SessionUp);
        Assert.DoesNotContain(_told, happened => happened is LinkEvent.NoAnswer);
        Finish();
    }

    [Fact]
    public void RadioBack_NeverThereBefore_SessionIsOpenedAtOnceAndNoHelloWasUnanswered()
    {
        _ends.Site.UnplugRadio();
        _ends.Start();
        _ends.RunFor(3600);
        Assert.Equal(0, _ends.Site.FramesSent);

        _ends.Site.PlugInRadio();
        _ends.RunFor(10);
        Assert.Single(_told, happened => happened is LinkEvent.SessionUp);
        Assert.DoesNotContain(_told, happened => happened is LinkEvent.NoAnswer);
        Finish();
    }

    [Fact]
    public void RadioBack_BaseHadLostIt_ItsMessageGoesAtOnce()
    {
        _ends.Start();
        _ends.RunFor(60);
        _ends.Base.UnplugRadio();
        _ends.Base.Submit(TwoEnds.Seed(1));
        _ends.RunFor(20);
        Assert.Equal(0, _published);

        _ends.Base.PlugInRadio();
        _ends.RunFor(10);
        Assert.Equal(1, _published);
        Finish();
    }

    [Fact]
    public void RadioBack_PeerHadBeenSilentForHours_IsAskedAnew()
    {
        _ends.Start();
        _ends.RunFor(60);
        Block(1);
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(2 * 3600);
        Assert.Contains(_told, happened => happened is LinkEvent.NoAnswer);

        // An antenna that had come loose, say: whoever mends it plugs the radio in again.
        Block(0);
        _ends.Site.UnplugRadio();
        _ends.Site.PlugInRadio();
        _ends.RunFor(10);
        Assert.Equal(1, _published);
        Finish();
    }

    [Fact]
    public void NotSent_RadioIsAway_CostsNoAirtime()
    {
        _ends.Start();
        _ends.RunFor(60);
        _ends.Site.UnplugRadio();
        var used = Used();
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(600);
        Assert.True(used > Duration.Zero);
        Assert.Equal(used, Used());
    }

    [Fact]
    public void TransmitFailed_HalfWay_IsChargedAndSentAgain()
    {
        _ends.Start();
        _ends.RunFor(60);
        var used = Used();
        _ends.Site.RadioFailsHalfWay = true;
        _ends.Site.Submit(TwoEnds.Seed(1));
        _ends.RunFor(60);
        Assert.Equal(0, _published);
        Assert.True(Used() > used, "What may have left was not charged.");
        Assert.DoesNotContain(_told, happened => happened is LinkEvent.NoAnswer);

        _ends.Site.RadioFailsHalfWay = false;
        _ends.RunFor(40);
        Assert.Equal(1, _published);
        Assert.Single(_told, happened => happened is LinkEvent.SessionUp);
        Finish();
    }

    private Duration Used() => _ends.Site.Machine!.AirtimeUsed(_ends.Site.Now);

    private void Block(double share)
    {
        _ends.Network.Channel.Block(_ends.Site.Radio, _ends.Base.Radio, share);
        _ends.Network.Channel.Block(_ends.Base.Radio, _ends.Site.Radio, share);
    }

    /// <summary>Every message once and in order, no number used twice, never over the limit.</summary>
    private void Finish()
    {
        _ends.RunFor(7200);
        _ends.Network.Finish();
        Assert.Empty(_ends.Network.Violations);
    }
}
