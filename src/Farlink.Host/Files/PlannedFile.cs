namespace Farlink.Host.Files;

/// <summary>A file that would be written, beside what is there.</summary>
/// <param name="File">The file.</param>
/// <param name="State">What writing it would do.</param>
public sealed record PlannedFile(HostFile File, FileState State)
{
    /// <summary>Its mode as people write it: 0644.</summary>
    public string ModeText => $"0{Convert.ToString((int)File.Mode, 8)}";

    /// <summary>What writing it would do, in a word.</summary>
    public string StateText => State switch
    {
        FileState.New => "new",
        FileState.Changed => "changed",
        FileState.Same => "same",
        _ => "unknown",
    };

    /// <summary>Its text.</summary>
    /// <param name="withSecrets">Whether secrets are in it.</param>
    public string Shown(bool withSecrets) => withSecrets ? File.Content : File.Masked ?? File.Content;
}
