namespace Farlink.Simulation.Network;

/// <summary>The steps at which an end can be made to crash; their number is counted in every run.</summary>
public enum CrashPoint
{
    /// <summary>A write is with the disk and not flushed.</summary>
    BeforeFlush,

    /// <summary>A write is durable and nobody has been told.</summary>
    AfterFlush,

    /// <summary>A frame is decided on and not on the air.</summary>
    BeforeTransmission,

    /// <summary>A frame's last symbol has left and the host has not noticed.</summary>
    AfterTransmission,

    /// <summary>The broker has a message and the host has not noticed.</summary>
    AfterPublish,
}
