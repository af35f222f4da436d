namespace Farlink.Host.Inspection;

/// <summary>What came of running a program.</summary>
/// <param name="ExitCode">Its exit status; null if it had not ended in time and was stopped.</param>
/// <param name="Output">What it printed, cut off at <see cref="HostView.MostCharacters"/>.</param>
/// <param name="Errors">What it said on standard error, cut off alike.</param>
public sealed record ProgramResult(int? ExitCode, string Output, string Errors)
{
    /// <summary>Whether it ended well.</summary>
    public bool IsGood => ExitCode == 0;

    /// <summary>Its lines, without empty ones.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>In a line, what it complains of.</summary>
    public string Complaint => ExitCode is null
        ? "it did not end in time"
        : FirstLine(Errors) ?? FirstLine(Output) ?? $"exit status {ExitCode}";

    private static string? FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
