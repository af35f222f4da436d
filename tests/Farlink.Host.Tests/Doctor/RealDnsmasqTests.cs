using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>The two lines that the doctor recommends, in a real dnsmasq.</summary>
public sealed class RealDnsmasqTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Dns_BothLines_AreGoodAndWithoutTheSecondTheQuestionLeaks()
    {
        Assert.Equal((Verdict.Ok, Verdict.Ok), await AskAsync("--host-record=mqtt.com,127.0.0.1", "--local=/mqtt.com/"));
        Assert.Equal((Verdict.Ok, Verdict.Warn), await AskAsync("--host-record=mqtt.com,127.0.0.1"));
        Assert.Equal((Verdict.Fail, Verdict.Warn), await AskAsync());
    }

    private static async Task<(Verdict Answer, Verdict Leak)> AskAsync(params string[] lines)
    {
        var port = FreePort();
        using var dnsmasq = Start(port, lines);
        try
        {
            while (await dnsmasq.StandardError.ReadLineAsync().WaitAsync(Patience) is { } line
                && !line.Contains("started", StringComparison.Ordinal))
            {
                // Until it is ready.
            }

            using var host = PiHost.Managed("127.0.0.1");
            var context = new CheckContext(host.View, PiHost.Subject, TimeProvider.System) { DnsPort = port };
            return ((await ExamineAsync("dns.answer", context)).Verdict, (await ExamineAsync("dns.leak", context)).Verdict);
        }
        finally
        {
            dnsmasq.Kill();
            await dnsmasq.WaitForExitAsync();
        }
    }

    private static Process Start(int port, string[] lines)
    {
        List<string> arguments =
        [
            "--keep-in-foreground", "--log-facility=-", "--conf-file=/dev/null", "--pid-file=", "--no-resolv", "--no-hosts",
            "--bind-interfaces", "--listen-address=127.0.0.1", $"--port={port}", .. lines,
        ];

        // It would become another user, whom a container may not have.
        if (Environment.IsPrivilegedProcess) arguments.AddRange(["--user=root", "--group=root"]);
        var start = new ProcessStartInfo(
            File.Exists("/usr/sbin/dnsmasq") ? "/usr/sbin/dnsmasq" : "dnsmasq", arguments)
        { RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private static Task<Finding> ExamineAsync(string id, CheckContext context) =>
        DoctorRun.ExamineAsync(HostChecks.All.Single(check => check.Id == id), context, default);

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
