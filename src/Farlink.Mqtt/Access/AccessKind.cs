namespace Farlink.Mqtt.Access;

/// <summary>What a client wants to do with a topic.</summary>
public enum AccessKind
{
    /// <summary>Get its messages.</summary>
    Read,

    /// <summary>Publish to it.</summary>
    Write,

    /// <summary>Subscribe with this filter.</summary>
    Subscribe,
}
