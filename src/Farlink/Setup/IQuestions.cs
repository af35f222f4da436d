namespace Farlink.Setup;

/// <summary>Whoever answers what options have not said.</summary>
internal interface IQuestions
{
    /// <summary>Whether there is somebody to ask; else defaults count, or a missing option is an error.</summary>
    bool CanAsk { get; }

    /// <summary>Tells something that helps to answer; only where somebody is asked.</summary>
    void Say(string text);

    /// <summary>Asks until the answer is good.</summary>
    /// <exception cref="Commands.UsageException">There is nobody to ask and no default; it names the option.</exception>
    string Ask(Question question);

    /// <summary>Asks for yes or no; the default is <c>y</c> or <c>n</c>.</summary>
    /// <inheritdoc cref="Ask"/>
    bool Confirm(Question question);

    /// <summary>Asks for a secret without showing it. An empty one means the default.</summary>
    /// <inheritdoc cref="Ask"/>
    string AskSecret(Question question);
}
