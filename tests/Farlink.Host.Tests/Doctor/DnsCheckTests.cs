using System.Net;
using System.Net.Sockets;
using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>The checks that ask the access point's name server, against one over UDP.</summary>
public sealed class DnsCheckTests
{
    private const byte NoError = 0, Refused = 5;
    private static readonly byte[] Here = [127, 0, 0, 1], Elsewhere = [203, 0, 113, 9];
    private static readonly byte[] Public = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

    [Fact]
    public async Task Answer_ThisHostsAddress_IsGood() =>
        Assert.Equal((Verdict.Ok, "mqtt.com is 127.0.0.1"), await AskAsync("dns.answer", NoError, Here));

    [Fact]
    public async Task Answer_AnotherAddress_IsWrong() => Assert.Equal(
        (Verdict.Fail, "mqtt.com is 203.0.113.9, not 127.0.0.1"), await AskAsync("dns.answer", NoError, Elsewhere));

    [Fact]
    public async Task Answer_Refused_IsWrong() => Assert.Equal(
        (Verdict.Fail, "mqtt.com is nothing (REFUSED), not 127.0.0.1"), await AskAsync("dns.answer", Refused, null));

    [Fact]
    public async Task Answer_NobodyThere_IsWrongAndStartsItAgain()
    {
        var port = FreePort();
        using var host = PiHost.Managed("127.0.0.1");
        var finding = await ExamineAsync("dns.answer", host, port);
        Assert.Equal((Verdict.Fail, "127.0.0.1 does not answer questions for names"), (finding.Verdict, finding.Saw));
        Assert.Equal("sudo nmcli connection up 'mqtt-ap'", finding.Cure);
    }

    [Fact]
    public async Task Leak_NoAddressAndNoError_IsGood() =>
        Assert.Equal(Verdict.Ok, (await AskAsync("dns.leak", NoError, null)).Verdict);

    [Fact]
    public async Task Leak_Refused_IsWarnedOf() =>
        Assert.Equal(Verdict.Warn, (await AskAsync("dns.leak", Refused, null)).Verdict);

    [Fact]
    public async Task Leak_AddressOfTheInternet_IsWrong()
    {
        var (verdict, saw) = await AskAsync("dns.leak", NoError, Public);
        Assert.Equal(Verdict.Fail, verdict);
        Assert.Contains("2001:db8::1", saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leak_NobodyThere_IsLeftToTheOtherCheck()
    {
        using var host = PiHost.Managed("127.0.0.1");
        Assert.Equal(Verdict.Skip, (await ExamineAsync("dns.leak", host, FreePort())).Verdict);
    }

    private static async Task<(Verdict Verdict, string Saw)> AskAsync(string id, byte code, byte[]? address)
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var answering = AnswerAsync(server, code, address);
        using var host = PiHost.Managed("127.0.0.1");
        var finding = await ExamineAsync(id, host, ((IPEndPoint)server.Client.LocalEndPoint!).Port);
        await answering;
        return (finding.Verdict, finding.Saw);
    }

    /// <summary>Answers one question: its header, the question again, and one record that points to its name.</summary>
    private static async Task AnswerAsync(UdpClient server, byte code, byte[]? address)
    {
        var question = await server.ReceiveAsync();
        var octets = question.Buffer;
        byte type = address is { Length: 16 } ? (byte)28 : (byte)1;
        byte[] data = address is null ? [] : [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, (byte)address.Length, .. address];
        byte[] answer =
        [
            octets[0], octets[1], 0x85, (byte)(0x80 | code), 0, 1, 0, (byte)(address is null ? 0 : 1), 0, 0, 0, 0,
            .. octets[12..], .. data,
        ];
        await server.SendAsync(answer, question.RemoteEndPoint);
    }

    private static Task<Finding> ExamineAsync(string id, FakeHost host, int port) => DoctorRun.ExamineAsync(
        HostChecks.All.Single(check => check.Id == id),
        new CheckContext(host.View, PiHost.Subject, TimeProvider.System) { DnsPort = port }, default);

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
