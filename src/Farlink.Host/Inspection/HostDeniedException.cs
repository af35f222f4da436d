namespace Farlink.Host.Inspection;

/// <summary>This user may not read something of the host. Root may.</summary>
public sealed class HostDeniedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="path">What may not be read.</param>
    /// <param name="cause">What the system said.</param>
    public HostDeniedException(string path, Exception? cause = null)
        : base($"this user may not read {path}", cause) => Path = path;

    /// <summary>What may not be read.</summary>
    public string Path { get; }
}
