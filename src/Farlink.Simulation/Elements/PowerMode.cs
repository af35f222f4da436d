namespace Farlink.Simulation.Elements;

/// <summary>How far the chip is on.</summary>
internal enum PowerMode
{
    /// <summary>Nothing is kept; only a wake pulse is heard. So after power-up.</summary>
    Asleep,

    /// <summary>The buffers are kept; only a wake pulse is heard.</summary>
    Idle,

    /// <summary>Waking, ready or busy, and the watchdog runs.</summary>
    Awake,
}
