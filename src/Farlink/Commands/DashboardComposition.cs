using System.CommandLine;
using System.Net;
using Farlink.Configuration;
using Farlink.Dashboard;
using Farlink.Dashboard.Access;
using Farlink.Keys.Certificates;

namespace Farlink.Commands;

/// <summary>Makes what the dashboard needs out of a configuration and the command line.</summary>
internal static class DashboardComposition
{
    private const string Name = "--dashboard";

    /// <summary>Where the page is; it counts more than the configuration.</summary>
    public static Option<IPEndPoint?> ListenOption() => new(Name)
    {
        Description = "Where to show the page of what happens: ADDRESS:PORT; port 0 takes a free one",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (AddressText.TryParseEndpoint(text, out var endpoint)) return endpoint;
            result.AddError(
                $"'{Protocol.Text.Printable.Escape(text)}' is no address and port: {Name} 127.0.0.1:8080, or 127.0.0.1:0.");
            return null;
        },
    };

    /// <summary>The options of a site or base; null: it has no dashboard.</summary>
    /// <exception cref="UsageException">It would show others what they may not see.</exception>
    /// <exception cref="PkiException">Certificate or key cannot be read.</exception>
    public static DashboardOptions? Options(DashboardConfig config)
    {
        if (config.Listen is not { } listen) return null;
        return Checked(false, new DashboardOptions
        {
            Listen = listen,
            Password = config.PasswordHash is { } text && PasswordHash.TryParse(text, out var hash) ? hash : null,
            Certificate = config.CertificateFile is { } file ? PemFiles.ReadForServer(file, config.KeyFile!) : null,
            Hosts = config.Hosts,
            ShowsPayloads = config.ShowsPayloads,
            HasMetrics = config.HasMetrics,
        });
    }

    /// <summary>The options of a demonstration, in which everything is made up and may be seen.</summary>
    /// <exception cref="UsageException">Others would reach it.</exception>
    public static DashboardOptions DemoOptions(IPEndPoint listen) =>
        Checked(true, new DashboardOptions { Listen = listen, ShowsPayloads = true });

    private static DashboardOptions Checked(bool isDemo, DashboardOptions options)
    {
        try
        {
            options.Validate(isDemo);
            return options;
        }
        catch (DashboardException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
