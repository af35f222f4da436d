using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Session;
using Farlink.Runtime.Services;

namespace Farlink.Runtime.Tests;

/// <summary>Test 41 with whole services: another key for a site, inside sessions.</summary>
public sealed class RekeyNoticeTests : LinkServiceBench
{
    private static readonly Route[] All = [new("#", RouteDirection.Both)];

    [Fact]
    public async Task Rekey_TwiceInOneRunAndOnceOverARestart_TheLinkGoesOn()
    {
        var ends = Pair();
        await StartBaseAsync(ends);
        var site = await StartSiteAsync(ends);
        foreach (var name in new[] { "second.pem", "third.pem" }) await RekeyAsync(ends, name);
        await DeliverAsync(site, "after");
        Assert.False(Log.Any("is no longer paired"), Log.All);

        // The wish is made while the site does not run.
        await site.DisposeAsync();
        var uri = Key("fourth.pem");
        new RekeyRequest(ends.Site).Make(uri);
        site = await StartSiteAsync(ends);
        await WaitForKeyAsync(ends, uri);
        await DeliverAsync(site, "again");
    }

    [Fact]
    public async Task Rekey_KeyOfTheBaseItself_IsRefusedAndNothingIsKept()
    {
        var ends = Pair();
        await StartBaseAsync(ends);
        await StartSiteAsync(ends);
        new RekeyRequest(ends.Site).Make($"file:{BasePath}");
        await WaitAsync(() => Log.Any("A notice on $K from link 1 could not be taken"), () => Log.All);
        Assert.Null(ends.Base.Next(1));
        Assert.Null(ends.Site.Next(1));

        // A good key after it is the only one that either end begins with.
        await RekeyAsync(ends, "good.pem");
        Assert.Equal(2, Log.All.Split('\n').Count(line => line.Contains("goes on with another key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rekey_KeyThatCannotBeOpened_IsToldAndTheOldOneGoesOn()
    {
        var ends = Pair();
        await StartBaseAsync(ends);
        var site = await StartSiteAsync(ends);
        new RekeyRequest(ends.Site).Make($"file:{Path.Combine(_folder, "nowhere.pem")}");
        await WaitAsync(() => Log.Any("does not get another key, and goes on with the one it has"), () => Log.All);
        await DeliverAsync(site, "still");

        // What is wished for now counts.
        await RekeyAsync(ends, "good.pem");
        await DeliverAsync(site, "new");
    }

    [Fact]
    public async Task Rekey_UnpairedMeanwhile_StaysUnpaired()
    {
        var ends = Pair();
        await StartBaseAsync(ends);
        await StartSiteAsync(ends);
        ends.Base.End("barn");
        new RekeyRequest(ends.Site).Make(Key("second.pem"));
        await WaitAsync(() => Log.Any("Link 1 (barn) is no longer paired"), () => Log.All);
        Assert.Empty(ends.Base.Load());
        Assert.Null(ends.Base.Next(1));
    }

    private string BasePath => Path.Combine(_folder, "base.pem");

    private string Key(string name)
    {
        var path = Path.Combine(_folder, name);
        NewKeyFile.Create(path);
        return $"file:{path}";
    }

    private Ends Pair()
    {
        var (siteUri, _) = (Key("site.pem"), Key("base.pem"));
        using var siteKey = SecureElements.Open(siteUri);
        using var baseKey = FileElement.Open(BasePath);
        var site = new PairedEnd(LinkRole.Site, "barn", siteKey.PublicKey);
        var baseStation = new PairedEnd(LinkRole.BaseStation, "house", baseKey.PublicKey);
        var ends = new Ends(
            new PairingFolder(Path.Combine(_folder, "site.pairings"), LinkRole.Site, Path.Combine(_folder, "barn.db")),
            new PairingFolder(Path.Combine(_folder, "base.pairings"), LinkRole.BaseStation, Path.Combine(_folder, "house.db")));
        ends.Site.Add(PairingRecord.Make(1, site, baseStation, siteKey) with { Element = siteUri }, replace: false);
        ends.Base.Add(PairingRecord.Make(1, baseStation, site, baseKey), replace: false);
        return ends;
    }

    private Task<LinkService> StartBaseAsync(Ends ends) => StartAsync(
        LinkRole.BaseStation, "house", [Link(1, "barn")], All, BrokerSetup.Other(Options("house")),
        new Dictionary<byte, string> { [1] = "" },
        options => Paired(options, ends.Base, LinkRole.BaseStation, FileElement.Open(BasePath), null));

    private Task<LinkService> StartSiteAsync(Ends ends)
    {
        var record = Assert.Single(ends.Site.Load());
        var next = ends.Site.Next(1)?.Element;
        return StartAsync(
            LinkRole.Site, "barn", [Link(1, "barn")], All, BrokerSetup.Own(Broker()), [],
            options => Paired(
                options, ends.Site, LinkRole.Site, SecureElements.Open(record.Element!),
                next is null ? null : SecureElements.Open(next)));
    }

    private static LinkServiceOptions Paired(
        LinkServiceOptions options, PairingFolder folder, LinkRole role, ISecureElement element, ISecureElement? next) =>
        options with
        {
            Pairings = folder,
            Element = element,
            NextElement = next,
            Station = options.Station with
            {
                Links =
                [
                    options.Station.Links[0] with
                    {
                        Identity = folder.Load()[0].Identity(role),
                        NextIdentity = folder.Next(1)?.Identity(role),
                    },
                ],
            },
        };

    private async Task RekeyAsync(Ends ends, string name)
    {
        var uri = Key(name);
        new RekeyRequest(ends.Site).Make(uri);
        await WaitForKeyAsync(ends, uri);
    }

    private async Task WaitForKeyAsync(Ends ends, string uri)
    {
        using var element = SecureElements.Open(uri);
        var point = element.PublicKey.ToArray();
        foreach (var folder in new[] { ends.Site, ends.Base })
            await WaitAsync(() => folder.Load().Any(one => one.Site.Point.Span.SequenceEqual(point)), () => Log.All);
    }

    private async Task DeliverAsync(LinkService site, string topic)
    {
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, topic);
        await device.PublishAsync(Text(topic, "x"), null, default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == topic);
    }

    private sealed record Ends(PairingFolder Site, PairingFolder Base);
}
