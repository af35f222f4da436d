namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>What becomes of a documented command.</summary>
internal enum Treatment
{
    /// <summary>It is run to its end.</summary>
    Runs,

    /// <summary>It is started, seen to run, and stopped by SIGTERM at the end of its page.</summary>
    Serves,

    /// <summary>It is started, seen to run, and stopped at once: another one needs what it has.</summary>
    ServesBriefly,

    /// <summary>It is run on a terminal and given answers.</summary>
    Asks,

    /// <summary>It is started at a site and at the base; both show the same code, and both are told yes.</summary>
    PairsBoth,

    /// <summary>The same command is run on another page.</summary>
    RunsElsewhere,

    /// <summary>It cannot be run here: its syntax and its options are checked, no more.</summary>
    IsNotRun,
}
