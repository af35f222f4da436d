namespace Farlink.Protocol.Wire;

/// <summary>
/// The four bits that say whose turn comes: every listener can read them, so the receiver answers in time although the last
/// frame was lost, and others stay quiet.
/// </summary>
internal static class Turn
{
    /// <summary>No answer is wanted.</summary>
    public const int NoAnswer = 0;

    /// <summary>Answer now: the frame is a poll.</summary>
    public const int AnswerNow = 1;

    /// <summary>The highest value that counts frames: 13 follow before the answer.</summary>
    public const int MostCounted = 14;

    /// <summary>More frames follow than can be counted.</summary>
    public const int More = 15;

    /// <summary>The value for a frame of a burst that ends with a poll.</summary>
    /// <param name="framesAfter">Frames that follow this one.</param>
    public static int Before(int framesAfter) => framesAfter < MostCounted ? framesAfter + 1 : More;
}
