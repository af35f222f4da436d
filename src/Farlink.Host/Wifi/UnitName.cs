using System.Globalization;
using System.Text;

namespace Farlink.Host.Wifi;

/// <summary>Names of systemd's units.</summary>
internal static class UnitName
{
    /// <summary>The unit of a network interface: systemd.unit(5), "String escaping for inclusion in unit names".</summary>
    public static string OfInterface(string name)
    {
        var escaped = new StringBuilder("sys-subsystem-net-devices-");
        foreach (var c in name)
        {
            // The first character of a path may not be a dot either, but this one comes after the others.
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':')
                escaped.Append(c);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
        }

        return escaped.Append(".device").ToString();
    }
}
