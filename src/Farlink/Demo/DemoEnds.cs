using System.Net;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Services;

namespace Farlink.Demo;

/// <summary>Site and base of a demonstration, in either format.</summary>
internal sealed class DemoEnds : IAsyncDisposable
{
    private const byte SiteAddress = 10;
    private const byte BaseAddress = 1;
    private const byte LinkId = 1;

    private readonly IAsyncDisposable _site;
    private readonly IAsyncDisposable _base;

    private DemoEnds(IAsyncDisposable site, IAsyncDisposable station, EmbeddedBroker broker)
    {
        _site = site;
        _base = station;
        Broker = broker;
    }

    /// <summary>The devices' broker.</summary>
    public EmbeddedBroker Broker { get; }

    /// <summary>Starts both ends of a native link, each with a store of its own.</summary>
    public static async Task<DemoEnds> NativeAsync(
        DemoChain chain, IRadio siteRadio, IRadio baseRadio, IPEndPoint upstream, CancellationToken stop)
    {
        var station = await LinkService.StartAsync(
            Link(chain, LinkRole.BaseStation, BrokerSetup.Other(chain.Client(upstream, "base"))), baseRadio, chain.Context, stop);
        try
        {
            var site = await LinkService.StartAsync(
                Link(chain, LinkRole.Site, BrokerSetup.Own(chain.Broker())), siteRadio, chain.Context, stop);
            return new DemoEnds(site, station, site.Broker!);
        }
        catch
        {
            await station.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the seed's LoRa client and server.</summary>
    public static async Task<DemoEnds> RadioHeadAsync(
        DemoChain chain, IRadio siteRadio, IRadio baseRadio, IPEndPoint upstream, CancellationToken stop)
    {
        var station = await BaseStationService.StartAsync(
            new BaseStationOptions
            {
                Name = "base",
                Upstream = BrokerSetup.Other(chain.Client(upstream, "base")),
                Radio = chain.Channel,
                Node = Node(chain, BaseAddress),
                Topic = DemoChain.Topic,
            },
            baseRadio, chain.Context, stop);
        try
        {
            var site = await SiteService.StartAsync(
                new SiteOptions
                {
                    Name = "site",
                    Broker = BrokerSetup.Own(chain.Broker()),
                    Radio = chain.Channel,
                    Node = Node(chain, SiteAddress),
                    To = BaseAddress,
                    Routes = [new Route(DemoChain.Topic)],
                },
                siteRadio, chain.Context, stop);
            return new DemoEnds(site, station, site.Broker!);
        }
        catch
        {
            await station.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _base.DisposeAsync();
    }

    private static LinkServiceOptions Link(DemoChain chain, LinkRole role, BrokerSetup broker)
    {
        // The air's clock runs faster than the hosts: their delays are longer on it.
        var scale = Math.Max(1, (long)chain.Options.Speed);
        var usual = new StationOptions { Role = role, Links = [] };
        var link = new LinkOptions
        {
            Id = LinkId,
            Name = "site",
            Identity = new PreSharedKey(chain.Pki.LinkKey),
            ConfirmWithin = Duration.FromSeconds(15),
            ModelMebibytes = LinkOptions.UsualModelMebibytes,
        };
        return new LinkServiceOptions
        {
            Name = role == LinkRole.Site ? "site" : "base",
            Broker = broker,
            Radio = chain.Channel,
            Routes = [new Route(DemoChain.Topic) { MostLatency = Duration.FromTimeSpan(DemoOptions.MostGathering) }],
            StorePath = Path.Combine(chain.Pki.Folder, role == LinkRole.Site ? "site.db" : "base.db"),
            Station = usual with
            {
                Links = [link],
                DutyCycle = chain.Limit,
                FirstTurnRound = usual.FirstTurnRound * scale,
                CodeAhead = usual.CodeAhead * scale,
            },
        };
    }

    private static RadioHeadOptions Node(DemoChain chain, byte address) =>
        new() { Address = address, Codec = new SeedZeroPadCodec(chain.Pki.LinkKey) };
}
