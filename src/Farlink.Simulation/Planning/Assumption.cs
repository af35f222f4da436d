namespace Farlink.Simulation.Planning;

/// <summary>Something that a figure rests on.</summary>
/// <param name="Subject">What it is about, in a word or two.</param>
/// <param name="Text">What is assumed, with its figures.</param>
public sealed record Assumption(string Subject, string Text)
{
    /// <summary>On one line.</summary>
    public override string ToString() => $"{Subject}: {Text}";
}
