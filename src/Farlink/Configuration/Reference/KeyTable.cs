namespace Farlink.Configuration.Reference;

/// <summary>Keys that are described together.</summary>
/// <param name="Name">Its name in the marks of a document.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Section">The table of the configuration, without indices: <c>broker.listener</c>; "" at the top.</param>
/// <param name="Keys">The keys, in the order they are shown.</param>
internal sealed record KeyTable(string Name, string Title, string Section, IReadOnlyList<KeyMeaning> Keys)
{
    /// <summary>In which cases the keys of the section are these.</summary>
    public Func<ReferenceCase, bool> Counts { get; init; } = _ => true;

    /// <summary>The table that has the same keys and is shown instead; null: this one is shown.</summary>
    public string? ShownAs { get; init; }
}
