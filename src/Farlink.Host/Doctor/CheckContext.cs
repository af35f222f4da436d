using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>What checks look at. One check at a time.</summary>
public class CheckContext
{
    private Task<AccessPoint?>? _accessPoint;
    private Task<int?>? _service;
    private Task<IReadOnlyList<string>>? _strangers;

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

    /// <summary>IPv4 addresses of this host, without those that only it can reach; none if ip(8) is not there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<IPAddress>> AddressesAsync(CancellationToken cancellationToken) =>
    [
        .. (await AddressTable.ReadAsync(Host, cancellationToken) ?? []).Select(one => one.Address)
            .Where(address => !IPAddress.IsLoopback(address)),
    ];

    /// <summary>
    /// A failure if something in the state folder is not the service's user's, who cannot use it then: root has made it. Null if
    /// all is, or the folder itself is not. Looked for once.
    /// </summary>
    /// <param name="isMeant">Says of a path, below the folder as it is configured, whether it counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Finding?> StrangerAsync(Func<string, bool> isMeant, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Subject.StorePath) ?? "/";
        if (_strangers is null or { IsCanceled: true } or { IsFaulted: true })
            _strangers = StateFiles.StrangersAsync(Host, folder, cancellationToken);
        var found = (await _strangers).Where(isMeant).ToList();
        if (found.Count == 0) return null;
        var others = found.Count > 1 ? $", and {found.Count - 1} more," : "";
        return Finding.Fail(
            $"{found[0]}{others} is not the user {Account.ServiceUser}'s: the service cannot use it",
            StateFiles.Cure(Host, folder));
    }
}
