namespace Farlink.Setup;

/// <summary>What becomes of a question.</summary>
internal enum QuestionMode
{
    /// <summary>It is asked.</summary>
    Ask,

    /// <summary>Its default is the answer: <c>--yes</c>.</summary>
    TakeDefaults,

    /// <summary>Nobody is there: what is missing is an error.</summary>
    Refuse,
}
