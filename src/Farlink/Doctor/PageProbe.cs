using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Farlink.Host.Doctor;
using Farlink.Keys.Certificates;

namespace Farlink.Doctor;

/// <summary>Asks the dashboard that runs who it is, as a browser would. It answers that without a login.</summary>
internal static class PageProbe
{
    /// <summary>What it says is short.</summary>
    private const int MostOctets = 16 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The check <c>dashboard.answer</c>.</summary>
    public static async Task<Finding> ExamineAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (DashboardChecks.None(context) is { } none) return none;
        if (await context.ServiceAsync(cancellationToken) is null) return Finding.Skip("the service does not run");
        var listen = Reachable(context.Config.Dashboard.Listen!);
        if (listen.Port == 0) return Finding.Skip("its port is another one at each start");
        using var limit = new CancellationTokenSource(Patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(context, listen, either.Token);
        }
        catch (Exception failure) when (
            failure is SocketException or OperationCanceledException or PkiException or IOException or AuthenticationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var why = failure is OperationCanceledException ? $"no answer in {Patience.TotalSeconds:0} s" : failure.Message;
            return Finding.Fail(
                $"{listen}: {why}",
                $"journalctl -u {context.Subject.Unit} -n 50 --no-pager\nsudo systemctl restart {context.Subject.Unit}");
        }
    }

    private static async Task<Finding> AskAsync(ProgramContext context, IPEndPoint listen, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient(listen.AddressFamily);
        await socket.ConnectAsync(listen, cancellationToken);
        if (context.Config.Dashboard.CertificateFile is not { } file)
            return Judge(listen, await ReadAsync(socket.GetStream(), listen, cancellationToken), "");
        using var own = PemFiles.ReadCertificate(file);
        var isOther = false;
        await using var tls = new SslStream(
            socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
            {
                isOther = certificate is not null && !certificate.GetRawCertData().AsSpan().SequenceEqual(own.RawData);
                return certificate is not null && !isOther;
            });
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = $"{listen.Address}" }, cancellationToken);
        }
        catch (AuthenticationException) when (isOther)
        {
            return Finding.Fail(
                $"{listen} shows another certificate than {file}, as it was when the service started",
                $"sudo systemctl restart {context.Subject.Unit}");
        }

        return Judge(listen, await ReadAsync(tls, listen, cancellationToken), $", {tls.SslProtocol}");
    }

    /// <summary>HTTP/1.0: the answer comes in one piece, and ends with the connection.</summary>
    private static async Task<string> ReadAsync(Stream stream, IPEndPoint listen, CancellationToken cancellationToken)
    {
        var request = $"GET /api/about HTTP/1.0\r\nHost: {listen}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        var answer = new byte[MostOctets];
        var count = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(answer, 0, count);
    }

    private static Finding Judge(IPEndPoint listen, string answer, string by)
    {
        var isOurs = answer.StartsWith("HTTP/1.", StringComparison.Ordinal)
            && answer.Contains("\"program\":\"farlink\"", StringComparison.Ordinal);
        if (!isOurs)
        {
            return Finding.Fail(
                $"{listen} is answered by another program, no dashboard of Farlink", $"sudo ss -ltnp 'sport = :{listen.Port}'");
        }

        return answer.Contains("\"page\":false", StringComparison.Ordinal)
            ? Finding.Warn(
                $"{listen} answers, and has no page: this program was built without Node",
                "the packages have it; or install Node 18 or later with npm, and build again")
            : Finding.Ok($"{listen} answers{by}");
    }

    private static IPEndPoint Reachable(IPEndPoint listen) =>
        listen.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, listen.Port)
        : listen.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, listen.Port) : listen;
}
