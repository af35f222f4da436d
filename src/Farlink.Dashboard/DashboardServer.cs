using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Farlink.Dashboard.Access;
using Farlink.Dashboard.Api;
using Farlink.Dashboard.Feed;
using Farlink.Dashboard.Json;
using Farlink.Dashboard.Metrics;
using Farlink.Dashboard.Pages;
using Farlink.Mqtt.Broker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Dashboard;

/// <summary>
/// The page and its data, served by Kestrel. It reads what the ends tell and what was seen, and holds up neither of them.
/// </summary>
public sealed class DashboardServer : IAsyncDisposable
{
    /// <summary>The log it writes to.</summary>
    public const string LogCategory = "farlink.dashboard";

    /// <summary>Longest body of a request, in octets.</summary>
    public const int MostBodyOctets = 16 * 1024;

    /// <summary>Connections at a time; a further one is closed at once.</summary>
    public const int MostConnections = 64;

    private const int MostHeaderOctets = 16 * 1024;
    private const int MostHeaders = 64;
    private const int MostLineOctets = 4 * 1024;
    private const int MostBufferedOctets = 64 * 1024;
    private const int InstanceOctets = 8;

    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdlePatience = TimeSpan.FromMinutes(2);

    private readonly DashboardOptions _options;
    private readonly WebApplication _host;
    private readonly FeedHub _feed;
    private readonly Gate _gate;
    private readonly MetricsApi _metrics;
    private readonly PlanApi? _plan;
    private readonly CancellationTokenSource _closing = new();
    private ListenOptions? _bound;

    private DashboardServer(
        DashboardOptions options, IDashboardSource source, PageFiles page, ILogger logger, TimeProvider time)
    {
        _options = options;
        var facts = Facts(options, source, page);
        var about = new AboutJson(source, facts, time);
        _gate = new Gate(options.Password, time, logger);
        _feed = new FeedHub(source.Watch, new FeedComposer(source, facts, time), time, logger);
        _metrics = new MetricsApi(source, options);
        _plan = source.Planner is { } planner ? new PlanApi(planner) : null;
        List<Route> routes =
        [
            .. new PageApi(page).Routes,
            .. new AccessApi(about, _gate).Routes,
            .. new StateApi(source, time).Routes,
            .. new FramesApi(source.Watch, source.Radios).Routes,
            .. new MessagesApi(source, facts.ShowsPayloads).Routes,
            .. new EventsApi(source.Watch).Routes,
            .. new LinksApi(source).Routes,
            .. new ActionsApi(source, facts.Actions, logger).Routes,
            .. new HealthApi(source).Routes,
            .. _metrics.Routes,
            .. new StreamApi(_feed, source, about, _gate, facts, time, _closing.Token).Routes,
            .. source.Demo is { } demo ? new DemoApi(demo).Routes : [],
            .. _plan?.Routes ?? [],
        ];
        _host = CreateHost(new Router(routes, _gate, new HostRules(options.Hosts), time, logger));
    }

    /// <summary>Where it listens, with the port that was free where 0 was asked for.</summary>
    public IPEndPoint Endpoint => _bound?.IPEndPoint ?? _options.Listen;

    /// <summary>What a browser on this host opens.</summary>
    public Uri Address => new($"{(_options.Certificate is null ? "http" : "https")}://{Reachable}/");

    /// <summary>Chunks of the feed written so far: none while nobody looks.</summary>
    internal long FeedWritten => _feed.Written;

    private IPEndPoint Reachable => Endpoint.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, Endpoint.Port)
        : Endpoint.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, Endpoint.Port) : Endpoint;

    /// <summary>Starts to serve.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="source">What is shown.</param>
    /// <param name="logging">Where logins and refusals are told.</param>
    /// <param name="time">Clock for sessions and the feed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DashboardException">The address is taken or not ours, or others could see what they may not.</exception>
    public static Task<DashboardServer> StartAsync(
        DashboardOptions options, IDashboardSource source, ILoggerFactory logging, TimeProvider time,
        CancellationToken cancellationToken) =>
        StartAsync(options, source, PageFiles.OfThisProgram(), logging, time, cancellationToken);

    /// <summary>Stops to serve, and ends every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _feed.DisposeAsync();
        await _host.DisposeAsync();
        _metrics.Dispose();
        _plan?.Dispose();
        _gate.Dispose();
        _closing.Dispose();
    }

    /// <summary>The same with another page.</summary>
    internal static async Task<DashboardServer> StartAsync(
        DashboardOptions options, IDashboardSource source, PageFiles page, ILoggerFactory logging, TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(logging);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate(source.About.IsDemo);
        var logger = logging.CreateLogger(LogCategory);
        var server = new DashboardServer(options, source, page, logger, time);
        try
        {
            await server._host.StartAsync(cancellationToken);
        }
        catch (SocketException failure)
        {
            // Another program was faster between the address and the first call.
            await server.DisposeAsync();
            throw CannotListen(failure.Message, failure);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        DashboardLog.Listening(logger, server.Address.ToString());
        foreach (var endpoint in ListenSocket.Unreachable([server.Endpoint]))
            DashboardLog.NotHere(logger, endpoint.Address.ToString());
        if (!page.HasPage) DashboardLog.NoPage(logger);
        return server;
    }

    /// <summary>Without a login every user of this host could act and read; only what is made up is for all.</summary>
    private static DashboardFacts Facts(DashboardOptions options, IDashboardSource source, PageFiles page)
    {
        var isDemo = source.About.IsDemo;
        string[] actions = options.Password is not null || isDemo
            ? [.. source.Actions.Keys.Order(StringComparer.Ordinal)] : [];
        return new DashboardFacts(
            options.Password is not null, options.ShowsPayloads, page.HasPage, actions,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(InstanceOctets)));
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestBodySize = MostBodyOctets;
        limits.MaxRequestHeaderCount = MostHeaders;
        limits.MaxRequestHeadersTotalSize = MostHeaderOctets;
        limits.MaxRequestLineSize = MostLineOctets;
        limits.MaxRequestBufferSize = MostBufferedOctets;
        limits.RequestHeadersTimeout = HeaderPatience;
        limits.KeepAliveTimeout = IdlePatience;
        limits.Http2.MaxStreamsPerConnection = MostConnections;
    }

    private WebApplication CreateHost(Router router)
    {
        // Empty: no appsettings.json, no environment variable has a say. Nor has the current folder, which may be closed to us.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = "/" });
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = Bind).ConfigureKestrel(kestrel =>
        {
            Limit(kestrel);
            kestrel.Listen(_options.Listen, listen =>
            {
                _bound = listen;
                listen.Protocols = _options.Certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (_options.Certificate is not null) listen.UseHttps(Tls());
            });
        });

        // Kestrel says nothing a user needs: what is refused is logged here, with reasons.
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        var host = builder.Build();
        host.Run(router.AnswerAsync);
        return host;
    }

    private static Socket Bind(EndPoint endpoint)
    {
        try
        {
            return ListenSocket.Bind(endpoint);
        }
        catch (SocketException failure)
        {
            throw CannotListen(ListenSocket.Why(failure, (IPEndPoint)endpoint), failure);
        }
    }

    private static DashboardException CannotListen(string why, SocketException failure) => new(
        $"The dashboard cannot listen: {why.TrimEnd('.')}. Choose another address: listen under [dashboard], or --dashboard. "
        + "Port 0 takes a free one.",
        failure);

    private HttpsConnectionAdapterOptions Tls() => new()
    {
        ServerCertificate = _options.Certificate,
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        HandshakeTimeout = HeaderPatience,
    };
}
