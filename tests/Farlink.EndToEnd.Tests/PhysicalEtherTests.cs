namespace Farlink.EndToEnd.Tests;

/// <summary>Site and base as processes on an ether that models the air, traced to a file.</summary>
public sealed class PhysicalEtherTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Chain_OnThePhysicalEther_DeliversAndIsTraced()
    {
        var pcap = _shop.File("air.pcap");
        var ether = await _shop.PhysicalEtherAsync(pcap);
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, 3);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        Assert.Equal(0, await _shop.Device(3).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(0, await site.StopAsync());
        Assert.Equal(0, await station.StopAsync());
        Assert.Equal(0, await ether.StopAsync());
        var sent = int.Parse(ether.Lines.Last().Split(' ')[0]);
        Assert.Equal(sent, await CountAsync(pcap));

        // And as Wireshark reads it (its command line).
        var (code, frames) = await RunningProcess.RunAsync(
            "tshark", "-r", pcap, "-T", "fields", "-e", "frame.protocols", "-e", "loratap.channel.frequency", "-e",
                "loratap.channel.sf");
        Assert.True(code == 0, frames);
        Assert.Equal(sent, frames.Split('\n').Count(line => line == "loratap:data\t869525000\t7"));
    }

    /// <summary>Frames of a pcap file, walked record by record.</summary>
    private static async Task<int> CountAsync(string path)
    {
        var octets = await File.ReadAllBytesAsync(path);
        Assert.Equal(270, BitConverter.ToInt32(octets, 20));
        Assert.DoesNotContain("Good job", System.Text.Encoding.ASCII.GetString(octets), StringComparison.Ordinal);
        var count = 0;
        var at = 24;
        while (at < octets.Length)
        {
            at += 16 + BitConverter.ToInt32(octets, at + 8);
            count++;
        }

        Assert.Equal(octets.Length, at);
        return count;
    }
}
