using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Mqtt.Client;

namespace Farlink.Doctor;

/// <summary>The broker that a base feeds, or that a site uses in place of its own: name, port, TLS, login.</summary>
internal static class UpstreamChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("upstream.name", "Its name leads to an address", "the system's resolver",
            "getent hosts HOST; cat /etc/resolv.conf", (context, stop) => AfterAsync(context, 0, stop)),
        ProgramCheck.Of("upstream.reach", "Its port takes connections", "a TCP connection", "nc -vz HOST PORT",
            (context, stop) => AfterAsync(context, 1, stop)),
        ProgramCheck.Of("upstream.tls", "Its certificate is good", "a TLS handshake",
            "upstream.ca, upstream.tls_name; openssl s_client", (context, stop) => AfterAsync(context, 2, stop)),
        ProgramCheck.Of("upstream.login", "It lets this end in", "MQTT CONNECT with an id of its own, and DISCONNECT",
            "sudoedit farlink.toml PASSWORD_FILE", (context, stop) => AfterAsync(context, 3, stop)),
    ];

    /// <summary>One after the other: each needs what is before it.</summary>
    private static readonly Func<ProgramContext, CancellationToken, Task<Finding>>[] Steps =
        [NameAsync, ReachAsync, TlsAsync, LoginAsync];

    /// <summary>One cause is one failure: what comes after a step that failed only points at it.</summary>
    private static async Task<Finding> AfterAsync(ProgramContext context, int step, CancellationToken cancellationToken)
    {
        // That nothing is encrypted is known without asking anybody.
        var needed = Steps[step] == TlsAsync && Server(context) is { Url.UseTls: false } ? 0 : step;
        for (var earlier = 0; earlier < needed; earlier++)
        {
            var (id, look) = (All[earlier].Id, Steps[earlier]);
            var found = await context.OnceAsync(id, () => look(context, cancellationToken));
            if (found.Verdict == Verdict.Fail)
                return context.Only?.Contains(id) == false ? found : Finding.Skip($"see {id}");
        }

        return await context.OnceAsync(All[step].Id, () => Steps[step](context, cancellationToken));
    }

    private static UpstreamConfig? Server(ProgramContext context) =>
        context.Config.Role == Role.Base && context.Config.Upstream is { } upstream ? upstream : context.Config.Broker.External;

    private static Finding None(ProgramContext context) => Finding.Skip(
        context.Subject.IsSite ? "the site's broker is its own" : "the base has no [upstream]: its own broker is used");

    private static async Task<Finding> NameAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (Server(context)?.Url is not { } url) return None(context);
        if (IPAddress.TryParse(url.Host, out _)) return Finding.Skip($"{url.Host} is an address");
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(url.Host, cancellationToken);
            return Finding.Ok($"{url.Host} is {string.Join(", ", addresses.Take(4).Select(address => $"{address}"))}");
        }
        catch (SocketException failure)
        {
            return Finding.Fail(
                $"{url.Host}: {failure.Message}", $"getent hosts {url.Host}; cat /etc/resolv.conf; ip route show default");
        }
    }

    private static async Task<Finding> ReachAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (Server(context)?.Url is not { } url) return None(context);
        using var limit = new CancellationTokenSource(Patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(url.Host, url.Port, either.Token);
            return Finding.Ok($"{url.Host}:{url.Port} takes connections");
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Finding.Fail($"{url.Host}:{url.Port}: {Why(failure)}", $"nc -vz {url.Host} {url.Port}; ip route show default");
        }
    }

    private static string Why(Exception failure) => failure is OperationCanceledException
        ? $"no answer in {Patience.TotalSeconds:0} s" : failure.GetBaseException().Message;

    private static async Task<Finding> TlsAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (Server(context) is not { } upstream) return None(context);
        if (!upstream.Url.UseTls)
        {
            return upstream.Url.Host is "127.0.0.1" or "::1" or "localhost"
                ? Finding.Skip("no TLS, on this host")
                : Finding.Warn(
                    $"{upstream.Url.Host}: no TLS, so everybody between reads and changes what passes",
                    $"in {context.Subject.ConfigPath}: url = \"mqtts://{upstream.Url.Host}:8883\"");
        }

        using var limit = new CancellationTokenSource(Patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ShakeHandsAsync(context, upstream, either.Token);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or IOException
            or AuthenticationException || CertificateChecks.IsExpected(failure))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var where = $"{upstream.Url.Host}:{upstream.Url.Port}";
            return CertificateChecks.IsExpected(failure)
                ? KeyCures.Of(context, Files(upstream), failure, Compare(context, upstream))
                : Finding.Fail($"{where}: {WhyNoTls(failure)}", Compare(context, upstream));
        }
    }

    /// <summary>What the framework says of it helps nobody who runs a site.</summary>
    private static string WhyNoTls(Exception failure) => failure is AuthenticationException or IOException
        ? "no TLS handshake came about: it speaks no TLS at this port, or wants a certificate of us (cert, key)" : Why(failure);

    private static string WhyRefused(SslPolicyErrors errors, string name) => errors switch
    {
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows no certificate",
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) =>
            "its certificate is past its time, or of no authority that this host knows; a private CA is named by ca",
        _ => $"its certificate is not for the name {name}",
    };

    /// <summary>What is read before anybody is asked.</summary>
    private static string?[] Files(UpstreamConfig upstream) =>
        [upstream.CaFile, upstream.RevocationFile, upstream.CertificateFile, upstream.KeyFile, upstream.PasswordFile];

    private static async Task<Finding> ShakeHandsAsync(
        ProgramContext context, UpstreamConfig upstream, CancellationToken cancellationToken)
    {
        // The very settings of the service; the password is a matter of the login.
        var settings = Composition.Client(upstream with { PasswordFile = null }, Id(context), Trust.Open(context.Config)).Tls!;
        using var socket = new TcpClient();
        await socket.ConnectAsync(upstream.Url.Host, upstream.Url.Port, cancellationToken);
        string? refusal = null;
        var end = default(DateTime);
        await using var tls = new SslStream(
            socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, errors) =>
            {
                var shown = certificate as X509Certificate2;
                end = shown?.NotAfter.ToUniversalTime() ?? default;
                refusal = settings.RefuseServerCertificate is { } refuse ? refuse(shown)
                    : errors == SslPolicyErrors.None ? null : WhyRefused(errors, settings.Name);
                return refusal is null;
            });
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.Name,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificates = settings.Certificate is { } own ? new X509CertificateCollection { own } : null,
            ApplicationProtocols = settings.Alpn is { } alpn ? [new SslApplicationProtocol(alpn)] : null,
        };
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return Finding.Ok($"{settings.Name}: {tls.SslProtocol}, its certificate is good until {end:yyyy-MM-dd}");
        }
        catch (AuthenticationException) when (refusal is not null)
        {
            return Finding.Fail($"{settings.Name}: {refusal}", Compare(context, upstream));
        }
    }

    private static string Compare(ProgramContext context, UpstreamConfig upstream) =>
        $"openssl s_client -connect {upstream.Url.Host}:{upstream.Url.Port} -servername {upstream.TlsName} </dev/null\n"
        + $"sudoedit {context.Subject.ConfigPath}  # ca, tls_name, cert, key";

    private static string LogIn(ProgramContext context, UpstreamConfig upstream) =>
        $"sudoedit {context.Subject.ConfigPath}  # user, client_id, password_file, cert, key\n"
        + (upstream.PasswordFile is { } file ? $"sudoedit {file}  # the password alone\n" : "")
        + $"sudo systemctl restart {context.Subject.Unit}";

    /// <summary>Not the service's own id: a broker would cut that off.</summary>
    private static string Id(ProgramContext context) => $"farlink-{context.Config.Name}-doctor";

    private static async Task<Finding> LoginAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (Server(context) is not { } upstream) return None(context);
        var cure = LogIn(context, upstream);
        BrokerClientOptions options;
        try
        {
            options = Composition.Client(upstream, Id(context), Trust.Open(context.Config));
        }
        catch (Exception failure) when (CertificateChecks.IsExpected(failure))
        {
            return KeyCures.Of(context, Files(upstream), failure, cure);
        }

        var words = new LastWords();
        options = options with
        {
            ClientId = Id(context),
            AnswerTimeout = Patience,
            FirstDelay = TimeSpan.FromHours(1),
            LongestDelay = TimeSpan.FromHours(1),
        };
        await using var client = BrokerClient.Start(options, null, words, context.Time);
        var connected = client.WaitConnectedAsync(cancellationToken);
        await Task.WhenAny(connected, words.Refused);
        if (connected.IsCompletedSuccessfully) return Finding.Ok($"{upstream.Url.Host} lets {options.ClientId} in");
        cancellationToken.ThrowIfCancellationRequested();
        var why = $"{upstream.Url.Host}: {await words.Refused}";
        return upstream.ClientId is { } only
            ? Finding.Warn($"{why}, as {options.ClientId}; the service comes as {only}", cure) : Finding.Fail(why, cure);
    }
}
