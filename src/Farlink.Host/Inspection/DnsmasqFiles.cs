namespace Farlink.Host.Inspection;

/// <summary>What dnsmasq is told in a folder of files.</summary>
internal static class DnsmasqFiles
{
    /// <summary>
    /// All files of it together, as dnsmasq reads them; hidden ones and those left by dpkg and editors do not count.
    /// </summary>
    /// <exception cref="HostDeniedException">This user may not read them.</exception>
    public static KeyValues Read(HostView host, string folder) =>
        KeyValues.Parse(Names(host, folder).SelectMany(name => host.ReadLines($"{folder}/{name}")));

    /// <summary>What NetworkManager tells the dnsmasq that it runs for an interface: the options of that process.</summary>
    public static KeyValues Running(HostView host, string networkInterface)
    {
        var pid = $"/nm-dnsmasq-{networkInterface}.pid";
        foreach (var process in host.List("/proc").Where(name => char.IsAsciiDigit(name[0])))
        {
            var words = Processes.Words(host, process);
            if (words.Any(word => word.StartsWith("--pid-file=", StringComparison.Ordinal)
                && word.EndsWith(pid, StringComparison.Ordinal)))
                return KeyValues.Parse(words.Select(word => word.TrimStart('-')));
        }

        return KeyValues.Parse([]);
    }

    /// <summary>Its files.</summary>
    public static IEnumerable<string> Names(HostView host, string folder) => host.List(folder).Where(name =>
        !name.StartsWith('.') && !name.EndsWith('~') && !name.Contains(".dpkg-", StringComparison.Ordinal) && name != "README");
}
