namespace Farlink.Setup;

/// <summary>Something that a person is asked, and the option that answers it without being asked.</summary>
/// <param name="Text">What is asked; the default is shown behind it.</param>
/// <param name="Flag">The option: <c>--region</c>.</param>
internal sealed record Question(string Text, string Flag)
{
    /// <summary>What an empty line means; "": nothing is an answer too; null: there must be an answer.</summary>
    public string? Default { get; init; }

    /// <summary>What the end of the input means; null: it ends all questions, and nothing is written.</summary>
    public string? AtEnd { get; init; }

    /// <summary>Whether a secret is one that is in use elsewhere: a slip shows there, so that it is typed once.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Says what is wrong with an answer and what is allowed; null: nothing.</summary>
    public Func<string, string?> Refuse { get; init; } = _ => null;
}
