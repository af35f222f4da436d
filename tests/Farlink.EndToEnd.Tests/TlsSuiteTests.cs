namespace Farlink.EndToEnd.Tests;

/// <summary>What TLS the site's broker agrees to, asked by openssl.</summary>
public sealed class TlsSuiteTests(TlsSuiteTests.OneSite one) : IClassFixture<TlsSuiteTests.OneSite>
{
    /// <summary>Two suites that an ESP8266 offers for a P-256 certificate, and what newer devices do.</summary>
    [Theory]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256")]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES128-SHA256")]
    [InlineData("-tls1_2 -sigalgs ECDSA+SHA256 -curves P-256", "ECDHE-ECDSA-AES")]
    [InlineData("-tls1_2 -maxfraglen 1024", "ECDHE-ECDSA-AES")]
    [InlineData("-tls1_3", "TLS_AES_256_GCM_SHA384")]
    public async Task SClient_SuiteOfADevice_Connects(string options, string suite)
    {
        var (code, output) = await ConnectAsync(options, Credentials());

        Assert.True(code == 0, output);
        Assert.Contains(suite, output, StringComparison.Ordinal);
        Assert.Contains("Verification: OK", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-tls1_1 -cipher ALL:@SECLEVEL=0")]
    [InlineData("-tls1 -cipher ALL:@SECLEVEL=0")]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA")]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0")]
    [InlineData("-tls1_2 -cipher NULL:@SECLEVEL=0")]
    [InlineData("-tls1_2 -cipher aNULL:@SECLEVEL=0")]
    public async Task SClient_OldVersionOrWeakSuite_IsRefusedWithAReason(string options)
    {
        var (code, output) = await ConnectAsync(options, Credentials());

        Assert.NotEqual(0, code);
        Assert.Contains("Cipher is (NONE)", output, StringComparison.Ordinal);
        await one.Site.WaitForAsync("TLS was not agreed: an old version, no cipher in common");
    }

    [Fact]
    public async Task SClient_SessionOfBefore_IsNotResumed()
    {
        var session = one.Shop.File("session");
        await ConnectAsync("-tls1_2", [.. Credentials(), "-sess_out", session]);
        if (!File.Exists(session)) return;
        var (_, output) = await ConnectAsync("-tls1_2", [.. Credentials(), "-sess_in", session]);
        Assert.DoesNotContain("Reused", output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> ConnectAsync(string options, string[] credentials) => RunningProcess.RunAsync(
        "openssl",
        [
            "s_client", "-connect", $"127.0.0.1:{one.Shop.SitePort}", "-servername", "mqtt.com", .. options.Split(' '),
            .. credentials,
        ]);

    private string[] Credentials() =>
    [
        "-CAfile", one.Shop.File("pki/ecc.ca.cert.pem"), "-cert", one.Shop.File("pki/ecc.esp8266.cert.pem"),
        "-key", one.Shop.File("pki/ecc.esp8266.key.pem"),
    ];

    /// <summary>One site for all questions.</summary>
    public sealed class OneSite : IAsyncLifetime
    {
        internal Workshop Shop { get; private set; } = null!;

        internal RunningProcess Site { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Shop = await Workshop.CreateAsync();
            await Shop.EtherAsync();
            Site = await Shop.NativeSiteAsync();
        }

        public ValueTask DisposeAsync() => Shop.DisposeAsync();
    }
}
