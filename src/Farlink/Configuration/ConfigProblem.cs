namespace Farlink.Configuration;

/// <summary>How bad a <see cref="ConfigProblem"/> is.</summary>
internal enum Severity
{
    /// <summary>It works, but probably not as meant.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Error,
}

/// <summary>Something wrong in a configuration: where, which key, what was found, what is allowed.</summary>
internal sealed record ConfigProblem(Severity Severity, ConfigPosition Position, string Key, string Found, string Allowed)
{
    /// <summary>Whether it is that ends are not paired yet, which no change of the configuration puts right.</summary>
    public bool IsOfPairing { get; init; }

    public override string ToString()
    {
        var found = Found.Length == 0 ? string.Empty : $" found {Found};";
        return $"{Position}: {Severity.ToString().ToLowerInvariant()}: {Key}:{found} {Allowed}";
    }
}
