using System.Net;
using Farlink.Dashboard.Access;
using Farlink.Protocol.Text;

namespace Farlink.Configuration;

/// <summary>Reads [dashboard].</summary>
internal sealed class DashboardSection(string folder)
{
    private const string HowToMake = "make it with: farlink dashboard password";

    public DashboardConfig Bind(SectionReader section)
    {
        var config = new DashboardConfig
        {
            Listen = section.OptionalEndpoint("listen"),
            PasswordHash = BindHash(section),
            CertificateFile = section.OptionalPath("certificate", folder),
            KeyFile = section.OptionalPath("key", folder),
            ShowsPayloads = section.Flag("payloads", false),
            KeepsHistory = section.Flag("history", true),
            HasMetrics = section.Flag("metrics", true),
            HasPlanner = section.Flag("planner", false),
            Hosts = section.Texts("hosts"),
        };
        Check(section, config);
        section.Finish();
        return config;
    }

    private static string? BindHash(SectionReader section)
    {
        if (section.OptionalText("password_hash") is not { } text) return null;
        if (PasswordHash.TryParse(text, out _)) return text;

        // Not shown: it may be the password itself, by mistake.
        section.Reject("password_hash", "no hash of a password, or a weak one", $"\"pbkdf2-sha256$..\"; {HowToMake}");
        return null;
    }

    private static void Check(SectionReader section, DashboardConfig config)
    {
        if (config.CertificateFile is null != config.KeyFile is null)
            section.Reject(config.CertificateFile is null ? "certificate" : "key", "nothing", "certificate and key go together");
        if (config.Listen is { } listen && !IPAddress.IsLoopback(listen.Address)
            && (config.PasswordHash is null || config.CertificateFile is null))
        {
            section.Reject(
                "listen", $"\"{listen}\"",
                $"others reach it there: that needs password_hash ({HowToMake}) and certificate with key; or take 127.0.0.1");
        }

        if (config is { ShowsPayloads: true, PasswordHash: null })
            section.Reject("payloads", "true", $"every user of this host would see them: set password_hash; {HowToMake}");
        if (config.Hosts.FirstOrDefault(name => !IsHost(name)) is { } wrong)
        {
            section.Reject(
                "hosts", $"\"{Printable.Escape(wrong)}\"",
                "names or addresses as a browser has them, with a port or without: [\"farm.example\", \"localhost:9000\"]");
        }
    }

    private static bool IsHost(string name)
    {
        var isAddress = name.StartsWith('[');
        var colon = name.LastIndexOf(':');
        if (!isAddress && colon >= 0)
        {
            if (!ushort.TryParse(name.AsSpan(colon + 1), out _)) return false;
            name = name[..colon];
        }

        return isAddress || Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }
}
