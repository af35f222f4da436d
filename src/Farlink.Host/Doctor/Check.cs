namespace Farlink.Host.Doctor;

/// <summary>One thing that the doctor looks at.</summary>
/// <param name="Id">Its name, for ever: <c>area.thing</c>.</param>
/// <param name="Title">What is true if it is good, for people.</param>
/// <param name="Looks">What it looks at.</param>
/// <param name="Remedy">The usual cure; a finding has the exact one.</param>
/// <param name="Examine">Looks. What it throws is a failure, and one that it may not read is skipped.</param>
public sealed record Check(
    string Id, string Title, string Looks, string Remedy, Func<CheckContext, CancellationToken, Task<Finding>> Examine)
{
    /// <summary>What it belongs to: the part of the id before the point.</summary>
    public string Area => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>A check that only reads files.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="title">What is true if it is good.</param>
    /// <param name="looks">What it looks at.</param>
    /// <param name="remedy">The usual cure.</param>
    /// <param name="examine">Looks.</param>
    public static Check Of(string id, string title, string looks, string remedy, Func<CheckContext, Finding> examine) =>
        new(id, title, looks, remedy, (context, _) => Task.FromResult(examine(context)));
}
