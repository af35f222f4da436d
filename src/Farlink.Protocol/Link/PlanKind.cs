namespace Farlink.Protocol.Link;

/// <summary>What a link wants to transmit.</summary>
internal enum PlanKind
{
    /// <summary>The site's hello.</summary>
    Hello,

    /// <summary>The base's handshake frame.</summary>
    HelloReply,

    /// <summary>The frame with which a site ends a handshake.</summary>
    HelloThird,

    /// <summary>The answer to a poll, with whatever may ride along.</summary>
    Answer,

    /// <summary>An answer nobody asked for: a gap.</summary>
    Report,

    /// <summary>A chunk again.</summary>
    Repeat,

    /// <summary>A chunk that is coded and committed.</summary>
    Chunk,

    /// <summary>A chunk that is not coded yet: nothing is transmitted for this.</summary>
    Code,

    /// <summary>A question for an answer.</summary>
    Poll,

    /// <summary>Goodbye.</summary>
    Bye,
}

/// <summary>What a link wants to transmit, from when on, and how much it may be.</summary>
/// <param name="Kind">What.</param>
/// <param name="Class">What part of the budget it may reach into.</param>
/// <param name="At">Not before.</param>
/// <param name="Octets">At most so many.</param>
internal readonly record struct Plan(PlanKind Kind, AirtimeClass Class, Units.Instant At, int Octets);
