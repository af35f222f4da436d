using System.Net;
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

    /// <summary>Of the native link.</summary>
    public const byte LinkId = 1;

    private DemoEnds(DemoEnd site, DemoEnd station)
    {
        Site = site;
        Base = station;
        Broker = site.Running!.Broker!.Endpoints[0];
    }

    public DemoEnd Site { get; }

    public DemoEnd Base { get; }

    /// <summary>Where the devices' broker listens, at each start of the site again.</summary>
    public IPEndPoint Broker { get; }

    /// <summary>Starts both ends in the format of the demonstration; of the native link each has a store of its own.</summary>
    public static async Task<DemoEnds> StartAsync(DemoChain chain, DemoAir air, IPEndPoint upstream, CancellationToken stop)
    {
        var station = new DemoEnd("base", air, (radio, cancel) => BaseAsync(chain, radio, upstream, cancel), chain.Context)
        {
            Seen = chain.Seen,
        };

        // A device connects to the same port again.
        var port = 0;
        var site = new DemoEnd("site", air, StartSiteAsync, chain.Context) { Seen = chain.Seen };
        try
        {
            await station.StartAsync(stop);
            await site.StartAsync(stop);
            return new DemoEnds(site, station);
        }
        catch
        {
            await site.DisposeAsync();
            await station.DisposeAsync();
            throw;
        }

        async Task<IRunningEnd> StartSiteAsync(IRadio radio, CancellationToken cancel)
        {
            var end = await SiteAsync(chain, radio, port, cancel);
            port = end.Broker!.Endpoints[0].Port;
            return end;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Base.DisposeAsync();
    }

    private static async Task<IRunningEnd> BaseAsync(DemoChain chain, IRadio radio, IPEndPoint upstream, CancellationToken stop)
    {
        var broker = BrokerSetup.Other(chain.Client(upstream, "base"));
        if (chain.Options.IsNative)
            return await LinkService.StartAsync(Link(chain, LinkRole.BaseStation, broker), radio, chain.Context, stop);
        var options = new BaseStationOptions
        {
            Name = "base",
            Upstream = broker,
            Radio = chain.Channel,
            Node = Node(chain, BaseAddress),
            Topic = DemoChain.Topic,
        };
        return await BaseStationService.StartAsync(options, radio, chain.Context, stop);
    }

    private static async Task<IRunningEnd> SiteAsync(DemoChain chain, IRadio radio, int port, CancellationToken stop)
    {
        var broker = BrokerSetup.Own(chain.Broker(port));
        if (chain.Options.IsNative)
            return await LinkService.StartAsync(Link(chain, LinkRole.Site, broker), radio, chain.Context, stop);
        var options = new SiteOptions
        {
            Name = "site",
            Broker = broker,
            Radio = chain.Channel,
            Node = Node(chain, SiteAddress),
            To = BaseAddress,
            Routes = [new Route(DemoChain.Topic)],
        };
        return await SiteService.StartAsync(options, radio, chain.Context, stop);
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
