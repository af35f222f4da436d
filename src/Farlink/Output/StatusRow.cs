namespace Farlink.Output;

/// <summary>How a line of a state is meant.</summary>
internal enum StatusMood
{
    /// <summary>A figure.</summary>
    Plain,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Somebody should look.</summary>
    Bad,
}

/// <summary>One line of a state.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Text">What is said of it, escaped.</param>
/// <param name="Mood">How it is meant.</param>
internal sealed record StatusRow(string Label, string Text, StatusMood Mood = StatusMood.Plain);
