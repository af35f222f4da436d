namespace Farlink.Doctor;

/// <summary>The table of docs/doctor.md.</summary>
internal static class DoctorTable
{
    /// <summary>Its lines, in Markdown.</summary>
    public static IEnumerable<string> Lines()
    {
        yield return "| check | good if | looks at | usual cure |";
        yield return "|---|---|---|---|";
        foreach (var check in DoctorRegistry.All)
            yield return $"| `{check.Id}` | {Cell(check.Title)} | {Cell(check.Looks)} | {Cell(check.Remedy)} |";
    }

    private static string Cell(string text) => text.Replace("|", @"\|", StringComparison.Ordinal);
}
