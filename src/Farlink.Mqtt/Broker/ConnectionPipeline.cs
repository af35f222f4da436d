using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Farlink.Protocol.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// What a connection passes on its way in: limits, TLS with our own check of the client's certificate, the packet gate, MQTT.
/// </summary>
internal sealed class ConnectionPipeline
{
    private readonly BrokerOptions _options;
    private readonly ServerAdapter _adapter;
    private readonly RefusalLog _refusals;
    private readonly TimeProvider _time;
    private readonly UnknownConnections _unknown;
    private readonly ConcurrentDictionary<BrokerConnection, byte> _all = new();
    private SslStreamCertificateContext? _renewed;

    public ConnectionPipeline(BrokerOptions options, ServerAdapter adapter, RefusalLog refusals, TimeProvider time)
    {
        _options = options;
        _adapter = adapter;
        _refusals = refusals;
        _time = time;
        _unknown = new UnknownConnections(options.Limits);
    }

    public void Build(ListenOptions listen, ListenerOptions listener)
    {
        listen.Use(next => context => AdmitAsync(context, listener, next));
        if (listener.Auth != ListenerAuth.Plain) listen.UseHttps(Tls(listener));
        listen.Use(next => context => OpenAsync(context, next));
        listen.Run(context => _adapter.ServeAsync(context, Of(context)));
    }

    /// <summary>Clients that have logged in and are connected now.</summary>
    public int Clients => _all.Keys.Count(connection => connection.IsKnown);

    /// <summary>Shows this certificate from the next connection on.</summary>
    public void Use(X509Certificate2 certificate) =>
        Volatile.Write(ref _renewed, SslStreamCertificateContext.Create(certificate, null, offline: true));

    /// <summary>Cuts off whoever came as a user that is good no more.</summary>
    public void CutOff(Func<string, bool> isGood)
    {
        foreach (var connection in _all.Keys)
        {
            if (!connection.IsKnown || connection.User is not { } user || isGood(user)) continue;
            connection.IsRefused = true;
            connection.Cut(BrokerConnection.UserIsGone);
        }
    }

    /// <summary>Looks at the certificates of those who are connected again, and cuts off who is refused now.</summary>
    public void CheckAgain()
    {
        foreach (var connection in _all.Keys)
        {
            // Disposed of at its end, a certificate says nothing any more; the connection is gone then.
            if (connection.CheckAgain(_options.RefuseClientCertificate) is not { } why) continue;
            connection.IsRefused = true;
            if (connection.TryCut(why)) _options.OnCertificateRefused?.Invoke(connection.Subject, why);
        }
    }

    private static BrokerConnection Of(ConnectionContext context) => context.Features.Get<BrokerConnection>()!;

    private async Task AdmitAsync(ConnectionContext context, ListenerOptions listener, ConnectionDelegate next)
    {
        var peer = context.RemoteEndPoint is IPEndPoint remote ? remote.Address.ToString() : "unknown";
        if (_unknown.TryEnter(peer) is not { } place)
        {
            var limits = _options.Limits;
            _refusals.Refuse(
                $"a connection from {peer}",
                $"too many that have not logged in yet (at most {limits.MostUnknownPerAddress} an address, "
                + $"{limits.MostUnknown} in all)");
            context.Abort();
            return;
        }

        using var connection = new BrokerConnection(context, listener, place, _time, _options.Limits.ConnectTimeout, () =>
            _refusals.Refuse(
                $"a connection from {peer}", $"no login within {_options.Limits.ConnectTimeout.TotalSeconds:0.#} s"));
        context.Features.Set(connection);
        _all.TryAdd(connection, 0);
        try
        {
            await next(context);
        }
        catch (ConnectionAbortedException)
        {
            // By us, with the reason logged, or by the client.
        }
        finally
        {
            _all.TryRemove(connection, out _);
            if (!connection.IsOpen && !connection.IsRefused) _refusals.Refuse($"a connection from {peer}", WhyNoTls());
        }
    }

    private string WhyNoTls() => _options.OwnKeyProblem?.Invoke() is { } problem
        ? $"the broker's own key did not sign: {problem}"
        : "TLS was not agreed: an old version, no cipher in common, no TLS at all, the client does not trust our CA, "
            + "or it hung up";

    private Task OpenAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var connection = Of(context);
        connection.Open(_options.Limits, reason =>
        {
            connection.IsRefused = true;
            _refusals.Refuse($"a connection from {connection.Peer}", reason);
        });
        return next(context);
    }

    private HttpsConnectionAdapterOptions Tls(ListenerOptions listener) => new()
    {
        ServerCertificate = _options.Certificate,
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        HandshakeTimeout = _options.Limits.ConnectTimeout,
        OnAuthenticate = (context, tls) =>
        {
            // Asked at each handshake: a renewed certificate is shown without a restart.
            if (Volatile.Read(ref _renewed) is { } renewed) tls.ServerCertificateContext = renewed;

            // A resumed session would skip the check of the certificate.
            tls.AllowTlsResume = false;
            tls.ClientCertificateRequired = listener.Auth == ListenerAuth.Mutual;
            tls.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
            if (listener.Auth == ListenerAuth.Mutual)
                tls.RemoteCertificateValidationCallback = (_, certificate, _, _) => CheckCertificate(Of(context!), certificate);
        },
    };

    private bool CheckCertificate(BrokerConnection connection, X509Certificate? certificate)
    {
        var shown = certificate as X509Certificate2;

        // Noted before it is checked: a list of revocations that comes in between finds it.
        if (shown is not null)
        {
            connection.Subject = Printable.Escape(shown.Subject);
            connection.Certificate = X509CertificateLoader.LoadCertificate(shown.RawData);
        }

        if (_options.RefuseClientCertificate!(shown) is not { } why) return true;

        connection.IsRefused = true;
        _refusals.Refuse($"a connection from {connection.Peer}", why);
        if (shown is not null) _options.OnCertificateRefused?.Invoke(connection.Subject, why);
        return false;
    }
}
