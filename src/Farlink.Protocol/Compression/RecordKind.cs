namespace Farlink.Protocol.Compression;

/// <summary>What a record of a coded chunk is (docs/protocol.md §7).</summary>
/// <param name="Code">Its number in the stream.</param>
internal readonly record struct RecordKind(int Code)
{
    private const int FirstMessage = 4;
    private const int Continues = 4;

    /// <summary>No record: the chunk ends.</summary>
    public static RecordKind EndOfChunk => new(0);

    /// <summary>The lane.</summary>
    public int Lane => Code < FirstMessage ? Code - 1 : (Code - FirstMessage) / 8;

    /// <summary>Whether the unfinished message of the lane is withdrawn.</summary>
    public bool IsWithdrawal => Code is > 0 and < FirstMessage;

    /// <summary>Whether the unfinished message of the lane goes on.</summary>
    public bool IsContinuation => Code >= FirstMessage && ((Code - FirstMessage) & Continues) != 0;

    /// <summary>How a message that begins is coded.</summary>
    public RecordForm Form => (RecordForm)((Code - FirstMessage) & 3);

    /// <summary>Whether it is one of the above.</summary>
    public bool IsValid => Code is >= 0 and < FirstMessage + 24 && (Code < FirstMessage
        || (IsContinuation ? Form == RecordForm.Shared : Form <= RecordForm.Stored));

    /// <summary>A message begins.</summary>
    public static RecordKind Begin(int lane, RecordForm form) => new(FirstMessage + (lane * 8) + (int)form);

    /// <summary>The message of a lane goes on.</summary>
    public static RecordKind Continue(int lane) => new(FirstMessage + (lane * 8) + Continues);

    /// <summary>The message of a lane is withdrawn.</summary>
    public static RecordKind Withdraw(int lane) => new(lane + 1);
}

/// <summary>How a message is coded.</summary>
internal enum RecordForm
{
    /// <summary>By the model of the direction, which learns from it.</summary>
    Shared,

    /// <summary>By a model of its own that knows the built-in text alone: its length says nothing of other messages.</summary>
    Alone,

    /// <summary>Topic and properties as <see cref="Shared"/>, the payload octet by octet as it is.</summary>
    Stored,
}
