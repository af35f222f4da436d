using Farlink.Runtime.Link;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime;

/// <summary>What every service is given from outside: clocks, randomness, where to tell what happens.</summary>
public sealed record RuntimeContext
{
    /// <summary>Where services log.</summary>
    public required ILoggerFactory Logging { get; init; }

    /// <summary>Clock of brokers and devices.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Clock of the radio; another one only where the air is simulated faster than real.</summary>
    public TimeProvider RadioClock { get; init; } = BootTimeProvider.Instance;

    /// <summary>Random octets for the spread of repeats.</summary>
    public Func<byte> RandomOctet { get; init; } = () => (byte)Random.Shared.Next(256);

    /// <summary>Called for each step of a message's way, from any thread; must not throw or block.</summary>
    public Action<ChainEvent> Observe { get; init; } = _ => { };
}
