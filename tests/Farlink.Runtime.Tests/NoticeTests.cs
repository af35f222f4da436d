using Farlink.Keys.Certificates;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Session;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>What the ends tell each other about themselves: the time, and lists of revocations.</summary>
public sealed class NoticeTests : LinkServiceBench
{
    private static readonly Route[] All = [new("#", RouteDirection.Both)];

    [Fact]
    public async Task Time_SiteWhoseClockBeginsIn1970_IsToldByTheBaseAndRemembersIt()
    {
        var host = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var time = new VerificationClock(host) { IsHostSure = () => false };
        Assert.Equal(VerificationClock.Released, time.GetUtcNow());
        await BaseAsync(All, Link(1, "barn"));
        var site = await SiteAsync(options => options with { Time = time });
        await WaitAsync(() => time.IsTold, () => "the base told no time");
        Assert.InRange(DateTimeOffset.UtcNow - time.GetUtcNow(), TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(2));
        var remembered = time.GetUtcNow();
        await site.DisposeAsync();

        // No base answers now: at least not earlier than at its last run.
        var later = new VerificationClock(host);
        await SiteAsync(options => options with { Time = later, Station = Alone(options) });
        Assert.Equal(remembered.ToUnixTimeSeconds(), later.GetUtcNow().ToUnixTimeSeconds());
        Assert.False(later.IsTold);
    }

    [Fact]
    public async Task Revocations_NewListAtTheBase_IsInForceAtTheSiteAndRemembered()
    {
        using var pki = new RevocationPki(_folder);
        var (atBase, atSite) = (pki.Open("base.crl"), pki.Open("site.crl"));
        var station = await BaseAsync(options => options with { Revocations = atBase });
        var site = await SiteAsync(options => options with { Revocations = atSite });
        Assert.Null(atSite.Current);

        pki.Revoke("base.crl");
        await WaitAsync(() => atSite.Current is not null, () => "no list came");
        Assert.True(atSite.IsRevoked(pki.Device));
        await WaitAsync(() => Told(), () => "the base does not know that it is in force");
        Assert.Equal(File.ReadAllText(pki.File("base.crl")), File.ReadAllText(pki.File("site.crl")));

        // A file from a backup does not bring a device back.
        await site.DisposeAsync();
        File.Delete(pki.File("site.crl"));
        var again = pki.Open("site.crl");
        await SiteAsync(options => options with { Revocations = again });
        Assert.Equal(atBase.Current!.Number, again.Current!.Number);
        Assert.True(again.IsRevoked(pki.Device));
        await station.DisposeAsync();

        bool Told()
        {
            var (image, _) = Storage.SqliteStore.Peek(Path.Combine(_folder, "house.db"));
            return SiteRevocations.NumberAt(image, 1) == atBase.Current!.Number;
        }
    }

    [Fact]
    public async Task Revocations_OfAnotherAuthority_AreRefusedAndTheBaseIsTold()
    {
        using var pki = new RevocationPki(_folder);
        using var other = new RevocationPki(Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName);
        other.Revoke("base.crl");
        var atSite = pki.Open("site.crl");
        await BaseAsync(options => options with { Revocations = other.Open("base.crl") });
        await SiteAsync(options => options with { Revocations = atSite });
        await WaitAsync(() => Log.Any("link 1 (barn) does not use the list of revocations"), () => Log.All);
        Assert.Null(atSite.Current);
    }

    [Fact]
    public async Task Revocations_SiteThatChecksNoCertificates_SaysSo()
    {
        using var pki = new RevocationPki(_folder);
        pki.Revoke("base.crl");
        await BaseAsync(options => options with { Revocations = pki.Open("base.crl") });
        await SiteAsync(options => options);
        await WaitAsync(
            () => SiteRevocations.NumberAt(Storage.SqliteStore.Peek(Path.Combine(_folder, "house.db")).Image, 1) is null,
            () => "the base does not know");
    }

    [Fact]
    public async Task Revocations_BrokerOfTheSiteAway_AreInForceAllTheSame()
    {
        using var pki = new RevocationPki(_folder);
        pki.Revoke("base.crl");
        var atSite = pki.Open("site.crl");
        var away = Options("barn") with { Port = 1 };
        var station = await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], All, BrokerSetup.Own(Broker()), [],
            options => options with { Revocations = pki.Open("base.crl") });
        await using var sender = await ClientAsync(station.Broker!.Endpoints[0].Port, "sender");
        await sender.PublishAsync(Text("lamp", "waits for the broker"), null, default).WaitAsync(Patience);
        await StartAsync(
            LinkRole.Site, "barn", [Link(1, "barn")], All, BrokerSetup.Other(away), [],
            options => options with { Revocations = atSite });
        await WaitAsync(() => atSite.Current is not null, () => "no list came");
    }

    [Fact]
    public async Task Publish_TopicOfANotice_IsRefusedAtTheBroker()
    {
        var site = await SiteAsync(options => options);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        var outcome = await device.PublishAsync(Text("$C", "1"), null, default).WaitAsync(Patience);
        Assert.False(outcome.IsAccepted);
    }

    private static Protocol.Link.StationOptions Alone(LinkServiceOptions options) =>
        options.Station with { Links = [Link(2, "barn")] };

    private Task<LinkService> BaseAsync(Func<LinkServiceOptions, LinkServiceOptions> with) => StartAsync(
        LinkRole.BaseStation, "house", [Link(1, "barn")], All, BrokerSetup.Other(Options("house")),
        new Dictionary<byte, string> { [1] = "" }, with);

    private Task<LinkService> SiteAsync(Func<LinkServiceOptions, LinkServiceOptions> with) =>
        StartAsync(LinkRole.Site, "barn", [Link(1, "barn")], All, BrokerSetup.Own(Broker()), [], with);
}
