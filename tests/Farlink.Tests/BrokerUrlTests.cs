using Farlink.Configuration;

namespace Farlink.Tests;

/// <summary>Addresses of brokers, as a configuration has them.</summary>
public sealed class BrokerUrlTests
{
    [Theory]
    [InlineData("mqtts://broker.example", "broker.example", 8883, true, null)]
    [InlineData("mqtt://10.0.0.1:1884", "10.0.0.1", 1884, false, null)]
    [InlineData("mqtts://[::1]:8884/", "::1", 8884, true, null)]
    [InlineData("wss://broker.example/mqtt", "broker.example", 443, true, "/mqtt")]
    [InlineData("ws://10.0.0.1:9001/", "10.0.0.1", 9001, false, "/")]
    public void TryParse_Form_IsRead(string text, string host, int port, bool tls, string? path)
    {
        Assert.True(BrokerUrl.TryParse(text, out var url));
        Assert.Equal(new BrokerUrl(host, port, tls, path), url);
    }

    [Theory]
    [InlineData("http://x")]
    [InlineData("broker:1883")]
    [InlineData("mqtt://user:pass@x")]
    [InlineData("mqtt://")]
    [InlineData("mqtt://broker.example:0")]
    [InlineData("mqtts://[::1]:0/")]
    [InlineData("wss://broker.example:0/mqtt")]
    [InlineData("mqtt://broker.example:65536")]
    public void TryParse_OtherForm_IsRefused(string text) => Assert.False(BrokerUrl.TryParse(text, out _));
}
