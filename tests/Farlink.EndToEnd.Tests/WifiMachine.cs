namespace Farlink.EndToEnd.Tests;

/// <summary>
/// The virtual machine with simulated radios: Debian's kernel, the real hostapd, wpa_supplicant, dnsmasq and NetworkManager, and
/// the files of <c>farlink wifi</c>. Emulated, so no processor feature and no right is needed.
/// </summary>
internal sealed class WifiMachine
{
    private readonly RunningProcess _process;

    private WifiMachine(RunningProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>A port of this host that leads to the guest's port 12000.</summary>
    public int Port { get; }

    /// <summary>Starts it; it ends with the shop.</summary>
    /// <param name="shop">Its folder <c>machine/files</c> is the guest's <c>/files</c>.</param>
    /// <param name="steps">A script of <c>tests/wifi/guest</c>.</param>
    /// <param name="variables">For the script.</param>
    /// <param name="archives">More cpio archives for the guest.</param>
    public static async Task<WifiMachine> StartAsync(
        Workshop shop, string steps, IReadOnlyDictionary<string, string> variables, params string[] archives)
    {
        // QEMU takes no port 0.
        var port = Workshop.FreePort();
        await File.WriteAllLinesAsync(
            shop.File("machine/files/environment"), variables.Select(variable => $"{variable.Key}='{variable.Value}'"));
        var process = shop.Keep(WifiScript.Start(
            "machine.sh", [], [WifiScript.Cache, shop.File("machine"), steps, $"{port}", .. archives]));
        return new WifiMachine(process, port);
    }

    /// <summary>Waits until all its steps are done; what they opened stays open.</summary>
    public async Task WaitAsync()
    {
        await _process.WaitForAsync("machine starts");
        await _process.WaitForAsync("ok started");
        await _process.WaitForAsync(WifiScript.End);
    }

    /// <summary>What it said about a check.</summary>
    public string Line(string check) => WifiScript.Line(_process, check);
}
