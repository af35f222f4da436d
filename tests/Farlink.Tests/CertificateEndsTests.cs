using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Hosting;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Tests;

/// <summary>When certificates end, as metrics have it.</summary>
public sealed class CertificateEndsTests
{
    private static readonly DateTimeOffset First = new(2037, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>What counts is what is shown: neither a file that waits for a reload, nor one that cannot be read.</summary>
    [Fact]
    public async Task Of_BrokerThatShowsAnotherCertificate_HasThatOnesEnd()
    {
        using var before = Certificate(First);
        using var after = Certificate(First.AddYears(1));
        var options = new BrokerOptions
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0))],
            Certificate = before,
            RefuseClientCertificate = _ => null,
        };
        await using var broker = await EmbeddedBroker.StartAsync(
            options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        var end = new ShownEnd(broker, null);
        Assert.Equal([("broker", First)], Told(end));
        broker.Use(after);
        Assert.Equal([("broker", First.AddYears(1))], Told(end));
    }

    [Fact]
    public void Of_ClientOfAnotherBroker_HasItsCertificateByItsUse()
    {
        using var client = Certificate(First);
        Assert.Equal([("upstream", First)], Told(new ShownEnd(null, client)));
        Assert.Empty(Told(new ShownEnd(null, null)));
    }

    private static IEnumerable<(string Use, DateTimeOffset NotAfter)> Told(ShownEnd end) =>
        CertificateEnds.Of(end, "upstream").Select(one => (one.Use, one.NotAfter));

    private static X509Certificate2 Certificate(DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), notAfter);
    }

    /// <summary>An end of which only is asked what it shows.</summary>
    private sealed class ShownEnd(EmbeddedBroker? broker, X509Certificate2? client) : IRunningEnd
    {
        public Task Completion => Task.CompletedTask;

        public long Beats => 0;

        public EmbeddedBroker? Broker => broker;

        public X509Certificate2? ClientCertificate => client;

        public ServiceStatus Status() => throw new NotSupportedException();

        public bool TryPause(int link, bool isPaused) => false;

        public bool TryFlush(int link) => false;

        public bool TryUse(IReadOnlyList<Route> routes) => false;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
