namespace Farlink.Simulation.Bench;

/// <summary>A measured figure beside its target.</summary>
/// <param name="Name">What it is, for programs: <c>goodput_loss_30</c>.</param>
/// <param name="Text">What it is, for people.</param>
/// <param name="Value">As measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What it must reach; null if it is only reported.</param>
/// <param name="IsAtMost">Whether the target is a ceiling; else it is a floor.</param>
public sealed record Figure(string Name, string Text, double Value, string Unit, double? Target = null, bool IsAtMost = true)
{
    /// <summary>What others reach, measured in the same run: name and value.</summary>
    public IReadOnlyList<(string Name, double Value)> Peers { get; init; } = [];

    /// <summary>Whether the target holds.</summary>
    public bool IsOk => Target is not { } target || (IsAtMost ? Value <= target : Value >= target);
}
