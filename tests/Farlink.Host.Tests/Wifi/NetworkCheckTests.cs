using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

/// <summary>Addresses, names and ports that an access point may have, and those that it may not.</summary>
public sealed class NetworkCheckTests
{
    [Theory]
    [InlineData("192.168.2.1/24")]
    [InlineData("10.0.0.1/16")]
    [InlineData("10.0.0.1/30")]
    [InlineData("172.16.0.1/24")]
    [InlineData("172.31.255.254/24")]
    [InlineData("192.168.0.1/16")]
    public void Address_Private_IsTaken(string address) => Taken(Points.Good with { Address = address });

    [Theory]
    [InlineData("")]
    [InlineData("192.168.2.1")]
    [InlineData("192.168.2.1/")]
    [InlineData("192.168.2.1/24 ")]
    [InlineData("192.168.2/24")]
    [InlineData("192.168.2.01/24")]
    [InlineData("192.168.2.256/24")]
    [InlineData("192.168.2.1.1/24")]
    [InlineData("192.168.2.+1/24")]
    [InlineData("fd00::1/64")]
    [InlineData("192.168.2.1/15")]
    [InlineData("192.168.2.1/31")]
    [InlineData("192.168.2.1/0")]
    [InlineData("192.168.2.1/99")]
    [InlineData("8.8.8.8/24")]
    [InlineData("127.0.0.1/24")]
    [InlineData("169.254.1.1/24")]
    [InlineData("172.15.0.1/24")]
    [InlineData("172.32.0.1/24")]
    [InlineData("192.169.0.1/24")]
    [InlineData("192.168.2.0/24")]
    [InlineData("192.168.2.255/24")]
    public void Address_Other_IsRefused(string address) => Refused("address", Points.Good with { Address = address });

    /// <summary>Nobody on the Internet has the last two either.</summary>
    [Theory]
    [InlineData("8.8.8.8/24")]
    [InlineData("127.0.0.1/24")]
    [InlineData("169.254.1.1/24")]
    public void Address_NotPrivate_IsToldAsThat(string address) => Assert.Contains(
        "is not a private network",
        AccessPointCheck.Problems(Points.Good with { Address = address })[0].What, StringComparison.Ordinal);

    [Theory]
    [InlineData("192.168.2.2-192.168.2.254")]
    [InlineData("192.168.2.10-192.168.2.10")]
    public void Range_InsideTheNetwork_IsTaken(string range) => Taken(Points.Good with { Range = range });

    [Theory]
    [InlineData("")]
    [InlineData("10-200")]
    [InlineData("192.168.2.10,192.168.2.200")]
    [InlineData("192.168.2.200-192.168.2.10")]
    [InlineData("192.168.2.1-192.168.2.200")]
    [InlineData("192.168.2.0-192.168.2.0")]
    [InlineData("192.168.2.10-192.168.2.255")]
    [InlineData("192.168.3.10-192.168.3.200")]
    [InlineData("192.168.2.10-192.168.3.200")]
    public void Range_Other_IsRefused(string range) => Refused("range", Points.Good with { Range = range });

    [Theory]
    [InlineData("192.168.2.1/24", "192.168.2.10", "192.168.2.200")]
    [InlineData("192.168.2.100/24", "192.168.2.101", "192.168.2.200")]
    [InlineData("192.168.2.150/24", "192.168.2.10", "192.168.2.149")]
    [InlineData("192.168.2.10/24", "192.168.2.11", "192.168.2.200")]
    [InlineData("10.1.0.1/16", "10.1.0.10", "10.1.0.200")]
    [InlineData("10.1.0.1/25", "10.1.0.2", "10.1.0.126")]
    [InlineData("10.1.0.1/30", "10.1.0.2", "10.1.0.2")]
    [InlineData("10.1.0.2/30", "10.1.0.1", "10.1.0.1")]
    public void Range_NotGiven_IsTheUsualOne(string address, string first, string last)
    {
        var cell = AccessPointCheck.Read(Points.Good with { Address = address });
        Assert.Equal((first, last), (cell.First, cell.Last));
        Taken(Points.Good with { Address = address, Range = $"{first}-{last}" });
    }

    [Theory]
    [InlineData("mqtt.com")]
    [InlineData("broker")]
    [InlineData("3com.example")]
    [InlineData("a-b.C")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123.x")]
    public void Name_OfDns_IsTaken(string name) => Taken(Points.Good with { Names = [name] });

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("mqtt.com.")]
    [InlineData("mqtt..com")]
    [InlineData("-a.com")]
    [InlineData("a-.com")]
    [InlineData("a_b.com")]
    [InlineData("mqtt.com/x")]
    [InlineData("mqtt.com,1.2.3.4")]
    [InlineData("mqtt.com\nlog-queries")]
    [InlineData("#")]
    [InlineData("192.168.2.1")]
    [InlineData("123")]
    [InlineData("mqtt.7")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234.x")]
    public void Name_Other_IsRefused(string name) => Refused("name", Points.Good with { Names = ["mqtt.com", name] });

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Names_NoneOrTooMany_AreRefused(int count) =>
        Refused("name", Points.Good with { Names = [.. Enumerable.Repeat("mqtt.com", count)] });

    [Theory]
    [InlineData(120.0, true)]
    [InlineData(119.0, false)]
    [InlineData(31_536_000.0, true)]
    [InlineData(31_536_001.0, false)]
    [InlineData(120.5, false)]
    public void Lease_InRange_IsTaken(double seconds, bool isTaken)
    {
        var point = Points.Good with { Lease = TimeSpan.FromSeconds(seconds) };
        if (isTaken) Taken(point);
        else Refused("lease", point);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(65_535, true)]
    [InlineData(0, false)]
    [InlineData(65_536, false)]
    [InlineData(-1, false)]
    [InlineData(53, false)]
    [InlineData(67, false)]
    [InlineData(68, false)]
    [InlineData(123, false)]
    [InlineData(443, true)]
    public void BrokerPort_OfTcp_IsTaken(int port, bool isTaken)
    {
        var point = Points.Good with { BrokerPorts = [8883, port] };
        if (isTaken) Taken(point);
        else Refused("broker-port", point);
    }

    [Fact]
    public void BrokerPorts_None_AreRefused() => Refused("broker-port", Points.Good with { BrokerPorts = [] });

    private static void Taken(AccessPoint point) => Assert.Empty(AccessPointCheck.Problems(point));

    private static void Refused(string where, AccessPoint point)
    {
        var problems = AccessPointCheck.Problems(point);
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Equal(where, problem.Where));
    }
}
