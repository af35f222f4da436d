using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Farlink.Dashboard.Api;

namespace Farlink.Dashboard.Tests;

/// <summary>What is too much is refused, and the next one is answered.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Body_TooLong_IsRefused()
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        var body = $$"""{"on":true,"more":"{{new string('a', DashboardServer.MostBodyOctets)}}"}""";
        await bench.PostAsync("/api/demo/hostile", body, HttpStatusCode.RequestEntityTooLarge);
        Assert.True(bench.Log.Has(1343, "body too large"));
        Assert.False(bench.Source.Demo!.Figures().IsHostile);
    }

    /// <summary>A recorded workload is longer than anything else that is posted.</summary>
    [Fact]
    public async Task Body_OfAPlan_MayBeLongerAndHasItsLimitToo()
    {
        var taken = 0;
        await using var bench = await Bench.StartAsync(prepare: source => source.Planner = (plan, written, _) =>
        {
            taken = plan.Length;
            written.Write("{}"u8);
            return Task.FromResult<string?>(null);
        });
        var body = $$"""{"trace":"{{new string('a', 256 * 1024)}}"}""";
        await bench.PostAsync("/api/plan", body);
        Assert.Equal(body.Length, taken);

        // Asked before it is sent: whoever is refused while sending may not hear why.
        using var longer = Bench.Post("/api/plan", $$"""{"trace":"{{new string('a', PlanApi.MostPlanOctets)}}"}""");
        longer.Headers.ExpectContinue = true;
        using var answer = await bench.Client.SendAsync(longer);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(body.Length, taken);
    }

    [Fact]
    public async Task Body_TooDeep_IsRefused()
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        var body = $$"""{"on":{{new string('[', 100)}}{{new string(']', 100)}}}""";
        await bench.PostAsync("/api/demo/hostile", body, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Headers_TooLong_AreRefused()
    {
        await using var bench = await Bench.StartAsync();
        using var response = await bench.SendAsync("/api/about", ("X-Long", new string('a', 20_000)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Connections_TooMany_AreClosedAndOthersAnswered()
    {
        await using var bench = await Bench.StartAsync();
        List<Socket> open = [];
        try
        {
            for (var i = 0; i < DashboardServer.MostConnections; i++) open.Add(await ConnectAsync(bench));

            // Who was answered has its place; before, one that came later might take it.
            foreach (var one in open) Assert.Contains("200 OK", await AskAsync(one), StringComparison.Ordinal);
            using var further = await ConnectAsync(bench);
            Assert.Equal("", await AskAsync(further));
            Assert.Contains("200 OK", await AskAsync(open[0]), StringComparison.Ordinal);
        }
        finally
        {
            open.ForEach(one => one.Dispose());
        }
    }

    private static async Task<Socket> ConnectAsync(Bench bench)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(bench.Server.Endpoint);
        return socket;
    }

    /// <summary>What it answers first; "" if it hangs up.</summary>
    private static async Task<string> AskAsync(Socket socket)
    {
        var answer = new byte[4096];
        try
        {
            var port = ((IPEndPoint)socket.RemoteEndPoint!).Port;
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"));
            var count = await socket.ReceiveAsync(answer);
            return Encoding.ASCII.GetString(answer, 0, count);
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
