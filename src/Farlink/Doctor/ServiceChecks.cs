using System.Net.Sockets;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Output;
using Farlink.Runtime.Status;

namespace Farlink.Doctor;

/// <summary>What the service that runs says of itself.</summary>
internal static class ServiceChecks
{
    /// <summary>So many links or warnings are shown; a base may have hundreds.</summary>
    private const int MostShown = 3;

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("link.state", "The service that runs hears the other end, and warns of nothing", "farlink status",
            "sudo farlink status -c /etc/farlink/farlink.toml", StateAsync),
    ];

    private static async Task<Finding> StateAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var (config, unit) = (context.Subject.ConfigPath, context.Subject.Unit);
        try
        {
            var place = new EndPlace(config, context.Config.Role, context.Subject.StorePath);
            return await StatusCommand.AskAsync(place, cancellationToken) is { } line
                ? Judge(StatusJson.Read(line), config, $"farlink status -c {config}; journalctl -u {unit} -n 50 --no-pager")
                : Finding.Skip("no service with this configuration runs");
        }
        catch (StatusException failure)
            when (failure.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            return Finding.Skip("this user may not ask the service", $"sudo farlink doctor -c {config} --only link.state");
        }
        catch (StatusException failure)
        {
            return Finding.Fail(failure.Message, $"sudo systemctl restart {unit}");
        }
    }

    private static Finding Judge(StatusReport report, string config, string cure)
    {
        var service = report.Service;
        if (report.Clock is { IsSynchronized: false, IsTold: false })
        {
            // The log says nothing of it; what stands in the way of a right clock the checks of the clock say.
            var clock = $"sudo timedatectl set-ntp true\nsudo farlink doctor -c {config} --only clock";
            cure = report.Warnings.Count > 1 ? $"{clock}\n{cure}" : clock;
        }

        if (report.Warnings.Count == 0) return Finding.Ok(Shown(service.Links, Tell));
        var warnings = Shown(report.Warnings, warning => warning);
        var isBroken = service.Radio.Trouble is not null || service.StoreTrouble is not null
            || service.Age > StatusWarnings.StandsStillAfter;
        return isBroken ? Finding.Fail(warnings, cure) : Finding.Warn(warnings, cure);
    }

    private static string Tell(LinkFigures link)
    {
        if (link.SinceHeard is not { } since) return $"{link.Name} was not heard yet";
        var margin = link.Margin is { } decibel ? $", margin {decibel}" : "";
        return $"{link.Name} was heard {Amounts.Time(since)} ago{margin}";
    }

    private static string Shown<T>(IReadOnlyList<T> all, Func<T, string> tell)
    {
        var others = all.Count > MostShown ? $"; and {all.Count - MostShown} more" : "";
        return all.Count == 0 ? "it has no links" : string.Join("; ", all.Take(MostShown).Select(tell)) + others;
    }
}
