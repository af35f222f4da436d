using System.Net.Sockets;
using System.Text;
using Farlink.Runtime.Status;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>The socket at which a running end tells its state, with real clients, good and bad.</summary>
public sealed class StatusServerTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-status-").FullName;
    private readonly TestLog _log = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Place => Path.Combine(_folder, "status.sock");

    private bool TryConnect(List<Socket> waiting)
    {
        var one = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        waiting.Add(one);
        try
        {
            one.Connect(new UnixDomainSocketEndPoint(Place));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Ask_EndThatRuns_GetsItsStateAndOthersMayNotAsk()
    {
        await using (Start())
        {
            Assert.Equal(Owner, File.GetUnixFileMode(Place));
            var line = await StatusClient.AskAsync(Place, TimeProvider.System, default);
            Assert.Equal("house", StatusJson.Read(line!).Service.Name);
        }

        Assert.False(File.Exists(Place));
        Assert.Null(await StatusClient.AskAsync(Place, TimeProvider.System, default));
    }

    [Fact]
    public async Task Ask_SocketOfAnEndThatWasKilled_IsNobody()
    {
        await LeaveStaleAsync();
        Assert.Null(await StatusClient.AskAsync(Place, TimeProvider.System, default));
    }

    /// <summary>connect(2) of a Unix socket that does not block gives EAGAIN then, and not that nobody listens.</summary>
    [Fact]
    public async Task Ask_BacklogIsFull_SaysThatItHangs()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Place));
        listener.Listen(1);
        List<Socket> waiting = [];
        try
        {
            while (TryConnect(waiting)) Assert.InRange(waiting.Count, 1, 100);
            var failure = await Assert.ThrowsAsync<StatusException>(
                () => StatusClient.AskAsync(Place, TimeProvider.System, default));
            Assert.Contains("takes no more questions", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var one in waiting) one.Dispose();
        }
    }

    [Fact]
    public async Task Start_SocketOfAnEndThatWasKilled_TakesItsPlace()
    {
        await LeaveStaleAsync();
        await using var server = Start();
        Assert.NotNull(await StatusClient.AskAsync(Place, TimeProvider.System, default));
    }

    [Fact]
    public async Task Start_AnotherEndListensThere_LeavesItAloneAndSaysSo()
    {
        await using var first = Start();
        Assert.Null(StatusServer.Start(Place, Owner, () => throw new InvalidOperationException(), _log, _time));
        Assert.True(_log.Any($"farlink status cannot ask at {Place}"));
        Assert.NotNull(await StatusClient.AskAsync(Place, TimeProvider.System, default));
    }

    [Theory]
    [InlineData("/nowhere/status.sock")]
    [InlineData("/tmp/a-path-that-is-longer-than-the-hundred-and-eight-octets-that-the-address-of-a-unix-socket-can-have/x.sock")]
    public async Task Start_PlaceThatCannotBe_IsToldAndEndsNothing(string path)
    {
        Assert.Null(StatusServer.Start(path, Owner, () => StatusReports.Full, _log, _time));
        Assert.True(_log.Any("farlink status cannot ask at"));
        Assert.Null(await StatusClient.AskAsync(path, TimeProvider.System, default));
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("\n")]
    public async Task Request_SomethingElse_IsToldWhatIsRight(string request)
    {
        await using var server = Start();
        using var client = await ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(request));
        Assert.Contains("the request is: status", await ReadAllAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_LongerThanItsLimit_IsCutOff()
    {
        await using var server = Start();
        using var client = await ConnectAsync();
        await client.SendAsync(new byte[StatusServer.MostRequestOctets - 1]);
        Assert.Equal(0, client.Available);
        await client.SendAsync(new byte[1]);
        Assert.Contains("the request is: status", await ReadAllAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_ThatDoesNotAsk_IsCutOffInTime()
    {
        await using var server = Start();
        using var client = await ConnectAsync();

        // The deadline's timer exists once it was taken, and clients are taken in turn.
        Assert.NotNull(await StatusClient.AskAsync(Place, TimeProvider.System, default));
        var reading = ReadAllAsync(client);
        _time.Advance(StatusServer.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("", await reading);
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsCutOffInTimeAndHoldsUpNobody()
    {
        var report = StatusReports.Full with { Warnings = [new string('x', 4_000_000)] };
        await using var server = StatusServer.Start(Place, Owner, () => report, _log, _time);
        using var client = await ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes("status\n"));
        while (client.Available == 0) await Task.Yield();

        _time.Advance(StatusServer.Patience);

        var told = (await ReadAllAsync(client)).Length;
        Assert.InRange(told, 1, 3_999_999);
    }

    [Fact]
    public async Task Clients_MoreThanItsLimit_AreTurnedAwayUntilOneLeaves()
    {
        await using var server = Start();
        List<Socket> idle = [];
        for (var i = 0; i < StatusServer.MostClients; i++) idle.Add(await ConnectAsync());

        var refused = await Assert.ThrowsAsync<StatusException>(
            () => StatusClient.AskAsync(Place, TimeProvider.System, default));

        Assert.Contains("8 others ask already", refused.Message, StringComparison.Ordinal);
        idle[0].Dispose();
        Assert.Equal("house", StatusJson.Read(await AskUntilAnsweredAsync().WaitAsync(Patience)).Service.Name);
        foreach (var client in idle) client.Dispose();
    }

    [Fact]
    public async Task Report_ThatFails_IsLoggedAndTheNextOneIsTold()
    {
        var isBroken = true;
        await using var server = StatusServer.Start(
            Place, Owner, () => isBroken ? throw new InvalidOperationException("our mistake") : StatusReports.Full, _log, _time);
        await Assert.ThrowsAsync<StatusException>(() => StatusClient.AskAsync(Place, TimeProvider.System, default));
        Assert.True(_log.Any("our mistake"));
        isBroken = false;
        Assert.NotNull(await StatusClient.AskAsync(Place, TimeProvider.System, default));
    }

    private StatusServer Start() => StatusServer.Start(Place, Owner, () => StatusReports.Full, _log, _time)!;

    private async Task<byte[]> AskUntilAnsweredAsync()
    {
        while (true)
        {
            try
            {
                if (await StatusClient.AskAsync(Place, TimeProvider.System, default) is { } line) return line;
            }
            catch (StatusException)
            {
                // The place of the one that left is not free yet.
                await Task.Yield();
            }
        }
    }

    /// <summary>A killed program leaves its socket; one that ends removes it, so it is put out of its way meanwhile.</summary>
    private async Task LeaveStaleAsync()
    {
        await using (Start()) File.Move(Place, $"{Place}.kept", overwrite: true);
        File.Move($"{Place}.kept", Place, overwrite: true);
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(Place));
        return client;
    }

    private static async Task<string> ReadAllAsync(Socket client)
    {
        var text = new StringBuilder();
        var octets = new byte[65_536];
        try
        {
            while (await client.ReceiveAsync(octets).WaitAsync(Patience) is var read and > 0)
                text.Append(Encoding.ASCII.GetString(octets, 0, read));
        }
        catch (SocketException)
        {
            // Reset instead of closed: cut off all the same.
        }

        return text.ToString();
    }
}
