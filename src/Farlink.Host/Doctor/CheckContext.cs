using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>What checks look at. One check at a time.</summary>
public class CheckContext
{
    private Task<AccessPoint?>? _accessPoint;
    private Task<int?>? _service;

    /// <summary>Makes one.</summary>
    /// <param name="host">The host.</param>
    /// <param name="subject">What the configuration says.</param>
    /// <param name="time">The host's clock.</param>
    public CheckContext(HostView host, DoctorSubject subject, TimeProvider time)
    {
        Host = host;
        Subject = subject;
        Time = time;
    }

    /// <summary>The host.</summary>
    public HostView Host { get; }

    /// <summary>What the configuration says.</summary>
    public DoctorSubject Subject { get; }

    /// <summary>The host's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where name servers are asked; default 53.</summary>
    public int DnsPort { get; init; } = 53;

    /// <summary>The access point that this host is set up for; null if it is none. Looked for once.</summary>
    internal Task<AccessPoint?> AccessPointAsync(CancellationToken cancellationToken)
    {
        if (_accessPoint is null or { IsCanceled: true } or { IsFaulted: true })
            _accessPoint = AccessPointFinder.FindAsync(Host, Subject, cancellationToken);
        return _accessPoint;
    }

    /// <summary>The process that runs this configuration now; null if none does. Looked for once.</summary>
    public Task<int?> ServiceAsync(CancellationToken cancellationToken)
    {
        if (_service is null or { IsCanceled: true } or { IsFaulted: true })
            _service = RunningService.FindAsync(Host, Subject.StorePath, Subject.ConfigPath, cancellationToken);
        return _service;
    }
}
