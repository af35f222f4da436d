using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Farlink.Host.Doctor;
using Farlink.Keys.Certificates;
using Farlink.Mqtt.Broker;

namespace Farlink.Doctor;

/// <summary>Comes to the broker that runs, as a device without a certificate would.</summary>
internal static class TlsProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A broker that wants a certificate ends the connection within this time, in TLS 1.3 after the handshake.</summary>
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(2);

    /// <summary>The check <c>cert.handshake</c>.</summary>
    public static async Task<Finding> ExamineAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (CertificateChecks.NoTls(context) is { } none) return none;
        if (await context.ServiceAsync(cancellationToken) is null) return Finding.Skip("the service does not run");
        var listener = context.Config.Broker.Listeners.First(one => one.Auth != ListenerAuth.Plain);
        using var limit = new CancellationTokenSource(Patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ComeAsync(context, listener, either.Token);
        }
        catch (Exception failure) when (
            failure is SocketException or OperationCanceledException or PkiException or IOException or AuthenticationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var why = failure is OperationCanceledException ? $"no answer in {Patience.TotalSeconds:0} s" : failure.Message;
            return Finding.Fail($"{listener.Endpoint}: {why}", $"journalctl -u {context.Subject.Unit} -n 50 --no-pager");
        }
    }

    private static async Task<Finding> ComeAsync(
        ProgramContext context, ListenerOptions listener, CancellationToken cancellationToken)
    {
        var endpoint = listener.Endpoint;
        if (endpoint.Address.Equals(IPAddress.Any)) endpoint = new IPEndPoint(IPAddress.Loopback, endpoint.Port);
        if (endpoint.Address.Equals(IPAddress.IPv6Any)) endpoint = new IPEndPoint(IPAddress.IPv6Loopback, endpoint.Port);
        using var socket = new TcpClient(endpoint.AddressFamily);
        await socket.ConnectAsync(endpoint, cancellationToken);
        CertificateVerdict? verdict = null;
        var file = context.Config.Broker.CaFile;
        using var check = File.Exists(file) ? new CertificateCheck(file, CertificateChecks.Clock(context)) : null;
        await using var tls = new SslStream(
            socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
            {
                verdict = check?.CheckServer(certificate as X509Certificate2);
                return verdict is not { IsGood: false };
            });
        var wantsOne = listener.Auth == ListenerAuth.Mutual;
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = context.Subject.BrokerName }, cancellationToken);
        }
        catch (AuthenticationException) when (verdict is { IsGood: false })
        {
            return Finding.Fail($"{endpoint}: {verdict.Value.Text}", $"sudo systemctl restart {context.Subject.Unit}");
        }
        catch (Exception refused) when (wantsOne && refused is AuthenticationException or IOException)
        {
            // TLS 1.2: it ends in the middle of the handshake.
            return Finding.Ok($"{endpoint} refuses who has no certificate");
        }

        if (!wantsOne) return Finding.Ok($"{endpoint}: {tls.SslProtocol}, for users with passwords");
        return await IsEndedAsync(tls, context, cancellationToken)
            ? Finding.Ok($"{endpoint}: {tls.SslProtocol}; refuses who has no certificate")
            : Finding.Fail(
                $"{endpoint} lets in who has no certificate: is it Farlink's broker?",
                $"sudo ss -ltnp 'sport = :{endpoint.Port}'");
    }

    private static async Task<bool> IsEndedAsync(SslStream tls, ProgramContext context, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Refusal, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await tls.ReadAsync(new byte[1], either.Token) == 0;
        }
        catch (Exception ended) when (ended is IOException or AuthenticationException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
