using Farlink.Commands;
using Farlink.Host.Files;
using Farlink.Output;

namespace Farlink.Tests;

/// <summary>What is said of commands that were run, that failed, and that were left.</summary>
public sealed class WifiReportTests
{
    private static readonly HostCommand Reload = new("systemctl", ["daemon-reload"]);
    private static readonly HostCommand Restart = new("systemctl", ["restart", "a.service"]);
    private static readonly HostCommand Clock = new("systemctl", ["try-restart", "chrony.service"]);

    [Fact]
    public void ChangeText_CommandThatFailed_IsNamedWithItsStatusAndThoseAfterIt() => Assert.Equal(
        """
        /etc/a  written

        Failed:
          systemctl restart a.service  (status 3)

        Not run after that:
          systemctl try-restart chrony.service

        """,
        WifiReport.ChangeText(
            [new FileEvent("/etc/a", FileOutcome.Written)],
            [new CommandOutcome(Reload, 0), new CommandOutcome(Restart, 3), new CommandOutcome(Clock, null)]));

    [Fact]
    public void ChangeText_CommandThatMayFail_IsNotNamed() => Assert.Equal(
        "", WifiReport.ChangeText([], [new CommandOutcome(Restart with { MayFail = true }, 3), new CommandOutcome(Clock, 0)]));

    [Fact]
    public void ChangeText_NothingWasRun_SaysWhatIsToBeRun() => Assert.Equal(
        "\nTo be run now:\n  systemctl daemon-reload\n  systemctl try-restart chrony.service\n",
        WifiReport.ChangeText([], [new CommandOutcome(Reload, null), new CommandOutcome(Clock, null)]));
}
