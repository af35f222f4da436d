using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;
using Farlink.Keys.Tls;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios.Wrappers;
using Farlink.Runtime.Services;

namespace Farlink.Commands;

/// <summary>
/// Makes what services need out of a configuration: radios, codecs, brokers. Certificates it opens live as long as the process.
/// </summary>
internal static class Composition
{
    /// <summary>Opens the radio named by a URI, behind the guard of its sub-band's ledger.</summary>
    public static async Task<LedgerGuard> OpenRadioAsync(
        RadioUri uri, byte address, string name, DutyCycle limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var radio = await uri.OpenAsync(address, name, time, cancellationToken);
        var mode = radio.Capabilities.IsSimulated ? LedgerMode.Count : LedgerMode.HoldBack;
        return new LedgerGuard(radio, new AirtimeLedger(limit), mode, time);
    }

    public static IRadioHeadCodec Codec(string name, string? keyFile)
    {
        if (name == "none") return new NoCodec();
        if (keyFile is null)
            throw new UsageException(
                $"The codec {name} needs the key both ends share: --key-file FILE (make one with: farlink key new FILE).");
        var key = LinkKeyFile.Read(keyFile);
        LinkKeyFile.Claim(keyFile, "radiohead");
        return name == "rh-encrypted" ? new RhEncryptedCodec(key) : new SeedZeroPadCodec(key);
    }

    public static RadioHeadOptions Node(LinkConfig link, LoRaModulation modulation)
    {
        var codec = Codec(link.Codec, link.KeyFile);
        return new RadioHeadOptions
        {
            Address = link.Address,
            Codec = codec,
            Reliable = link.Reliable,
            Acknowledge = link.Acknowledge,
            Retries = link.Retries,
            MostQueued = link.MostQueued,
            Timeout = link.Timeout is { } fixedTime
                ? Duration.FromTimeSpan(fixedTime)
                : RadioHeadOptions.TimeoutFor(modulation, codec),
        };
    }

    public static BrokerSetup Broker(BrokerConfig broker, string clientId, Trust trust) => broker.IsEmbedded
        ? BrokerSetup.Own(Embedded(broker, trust))
        : BrokerSetup.Other(Client(broker.External!, clientId, trust) with { PersistentSession = true });

    public static BrokerOptions Embedded(BrokerConfig broker, Trust trust)
    {
        var options = new BrokerOptions
        {
            Listeners = broker.Listeners,
            Passwords = Passwords(broker),
            Access = Access(broker),
            CertificateUser = broker.CertificateUser,
            ClientIdsNameUser = broker.ClientIdsNameUser,
        };
        if (broker.Listeners.All(listener => listener.Auth == ListenerAuth.Plain)) return options;
        options = options with
        {
            Certificate = PemFiles.ReadForServer(broker.CertificateFile, broker.KeyFile),
            OwnKeyProblem = ElementKey.TakeProblem,
        };
        if (broker.Listeners.All(listener => listener.Auth != ListenerAuth.Mutual)) return options;
        var check = new CertificateCheck(broker.CaFile, trust.Clock, trust.Revocations);
        return options with
        {
            RefuseClientCertificate = certificate => Refusal(check.CheckClient(certificate)),
            CertificatesChanged = trust.Revocations is { } revocations ? Watch(revocations) : null,
        };
    }

    /// <summary>The users; null where there are none.</summary>
    /// <exception cref="AccessFileException">It cannot be read, or a line is not understood.</exception>
    public static PasswordFile? Passwords(BrokerConfig broker) =>
        // Hashes, not passwords, and mosquitto_passwd writes them readable for all: taken as they are.
        broker.PasswordFile is { } file ? PasswordFile.Parse(AccessText("broker.password_file", file), file) : null;

    /// <summary>Who may do what.</summary>
    /// <exception cref="AccessFileException">It cannot be read, or a line is not understood.</exception>
    public static AccessList Access(BrokerConfig broker) =>
        broker.AclFile is { } file ? AccessList.Parse(AccessText("broker.acl_file", file), file) : AccessList.AllowAll;

    public static BrokerClientOptions Client(UpstreamConfig upstream, string clientId, Trust trust) => new()
    {
        Host = upstream.Url.Host,
        Port = upstream.Url.Port,
        ClientId = upstream.ClientId ?? clientId,
        User = upstream.User,
        Password = upstream.PasswordFile is { } file ? PrivateText.Read(file) : null,
        UseMqtt5 = upstream.UseMqtt5,
        WebSocketPath = upstream.Url.WebSocketPath,
        Tls = upstream.Url.UseTls
            ? Tls(upstream, trust) with { Alpn = upstream.Alpn } : null,
    };

    private static string AccessText(string key, string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var isMissing = failure is FileNotFoundException or DirectoryNotFoundException;
            throw new AccessFileException(
                isMissing
                    ? $"{key}: {file} does not exist: put it there, or name another one."
                    : $"{key}: {file} cannot be read: {failure.Message}",
                failure);
        }
    }

    private static BrokerClientTls Tls(UpstreamConfig upstream, Trust trust)
    {
        // A broker of our own CA may have been revoked like any device; a list of its own is read where one is named.
        var revocations = upstream is { CaFile: { } ca, RevocationFile: { } list } ? Revocations.Open(list, ca) : null;
        return Tls(upstream.TlsName, upstream.CaFile, upstream.CertificateFile, upstream.KeyFile, trust.Clock, revocations);
    }

    public static BrokerClientTls Tls(
        string name, string? caFile, string? certificateFile, string? keyFile, TimeProvider time, Revocations? revocations)
    {
        var check = caFile is null ? null : new CertificateCheck(caFile, time, revocations);
        return new BrokerClientTls
        {
            Name = name,
            RefuseServerCertificate = check is null ? null : certificate =>
            {
                if (revocations?.TryReload() is { } problem)
                    Console.Error.WriteLine($"farlink: {problem} The list before stays in force.");
                return Refusal(check.CheckServer(certificate, name));
            },
            Certificate = certificateFile is null ? null : PemFiles.ReadForTls(certificateFile, keyFile!),
            OwnKeyProblem = ElementKey.TakeProblem,
        };
    }

    /// <summary>
    /// Says whether there is another list of revocations than when it was asked last, from the file or from the link. One that
    /// cannot be used is told, once.
    /// </summary>
    private static Func<bool> Watch(Revocations revocations)
    {
        var before = revocations.Current;
        return () =>
        {
            if (revocations.TryReload() is { } problem)
                Console.Error.WriteLine($"farlink: {problem} The list before stays in force.");
            return Interlocked.Exchange(ref before, revocations.Current) != revocations.Current;
        };
    }

    public static string? Refusal(CertificateVerdict verdict) => verdict.IsGood ? null : verdict.Text;
}
