namespace Farlink.Protocol.Link;

/// <summary>What a transmission is for, and so how much of the budget it may reach into.</summary>
public enum AirtimeClass
{
    /// <summary>Messages: up to 70 %.</summary>
    Routine = 0,

    /// <summary>Urgent messages: up to 85 %.</summary>
    Urgent = 1,

    /// <summary>Answers and probes: up to 95 %.</summary>
    Answer = 2,

    /// <summary>Handshakes: up to the limit.</summary>
    Handshake = 3,
}
