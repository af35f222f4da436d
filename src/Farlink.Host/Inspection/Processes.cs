namespace Farlink.Host.Inspection;

/// <summary>Processes of this host.</summary>
internal static class Processes
{
    /// <summary>The command line of a process; empty if it has ended meanwhile or is hidden.</summary>
    public static string[] Words(HostView host, string process)
    {
        try
        {
            return (host.ReadText($"/proc/{process}/cmdline") ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception gone) when (gone is IOException or HostDeniedException)
        {
            return [];
        }
    }
}
