namespace Farlink.Host.Doctor;

/// <summary>Every check that needs nothing but the host.</summary>
public static class HostChecks
{
    /// <summary>All, by area.</summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        .. OsChecks.All, .. SpiChecks.All, .. GpioChecks.All, .. RadioChecks.All, .. I2cChecks.All, .. WifiProgramChecks.All,
        .. WifiRadioChecks.All, .. WifiChecks.All, .. WifiGuardChecks.All, .. DhcpChecks.All, .. DnsChecks.All, .. PortChecks.All,
        .. ClockChecks.All, .. DiskChecks.All, .. BandChecks.All, .. DashboardPortChecks.All,
    ];
}
