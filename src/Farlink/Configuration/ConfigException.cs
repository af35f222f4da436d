namespace Farlink.Configuration;

/// <summary>A configuration cannot be used.</summary>
internal sealed class ConfigException(IReadOnlyList<ConfigProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => problem.ToString())))
{
    public IReadOnlyList<ConfigProblem> Problems { get; } = problems;
}
