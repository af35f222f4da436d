namespace Farlink.Commands;

/// <summary>What the program returns.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Tried, and did not work.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted before there was an answer: as a shell has it for Ctrl-C, 128 and SIGINT.</summary>
    public const int Interrupted = 130;
}
