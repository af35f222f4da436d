using Farlink.Doctor;
using Farlink.Protocol.Session;
using Farlink.Protocol.Text;

namespace Farlink.Output;

/// <summary>The command that starts an end, for people: that of its service, where the package has the configuration.</summary>
internal static class StartWords
{
    /// <summary>The command.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="configuration">Its configuration's file.</param>
    public static string Of(LinkRole role, string configuration)
    {
        // By hand root would make a store there that the service's user cannot use.
        var word = role == LinkRole.Site ? "site" : "base";
        return InstalledEnd.Is(Path.GetFullPath(configuration))
            ? $"sudo systemctl start farlink-{word}" : $"farlink {word} -c {Printable.Escape(configuration)}";
    }
}
