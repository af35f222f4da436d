using Farlink.Keys.Certificates;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>A certificate of 100 days, day by day.</summary>
public sealed class ExpiryWatchTests : IDisposable
{
    private static readonly DateTimeOffset Issued = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;
    private readonly PkiFolder _pki;

    public ExpiryWatchTests()
    {
        _pki = new PkiFolder(Path.Combine(_folder, "pki"));
        CertificateAuthority.Initialize(_pki, "passphrase", Issued);
        Issue(100);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Watch_DayByDay_WarnsFromThirtyDaysBeforeTheEndAndThenTellsTheEnd()
    {
        var time = new FakeTimeProvider(Issued);
        var log = new Lines();
        await using var watch = ExpiryWatch.Start([_pki.Certificate("x"), _pki.Certificate("missing")], time, log);
        for (var day = 0; day < 70; day++) time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(log.All);

        time.Advance(TimeSpan.FromDays(1));
        Assert.Contains("ends in 29 days", Assert.Single(log.All), StringComparison.Ordinal);
        for (var day = 71; day < 100; day++) time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(30, log.All.Count);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Contains("ended on 2026-04-11", log.All[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_CertificateRenewed_WarnsNoLonger()
    {
        var time = new FakeTimeProvider(Issued.AddDays(80));
        var log = new Lines();
        await using var watch = ExpiryWatch.Start([_pki.Certificate("x")], time, log);
        Assert.Single(log.All);

        Issue(1000);
        time.Advance(TimeSpan.FromDays(1));

        Assert.Single(log.All);
    }

    private void Issue(int days)
    {
        using var authority = CertificateAuthority.Open(_pki, "passphrase");
        authority.Issue(
            new LeafRequest { Purpose = LeafPurpose.Client, Names = ["x"], ValidDays = days, Replace = true }, Issued);
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
