namespace Farlink.Host.Wifi;

/// <summary>Something that an access point cannot have.</summary>
/// <param name="Where">Which of its values, as the option of <c>farlink wifi</c> is called, without hyphens before it.</param>
/// <param name="What">What was found.</param>
/// <param name="Cure">What to do.</param>
public sealed record AccessPointProblem(string Where, string What, string Cure)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"--{Where}: {What}. {Cure}.";
}
