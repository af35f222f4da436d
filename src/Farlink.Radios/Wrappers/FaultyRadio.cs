using Farlink.Protocol.Units;

namespace Farlink.Radios.Wrappers;

/// <summary>Spoils frames on purpose; the same seed spoils the same ones.</summary>
public sealed class FaultyRadio : IRadio
{
    private readonly IRadio _inner;
    private readonly FaultOptions _options;
    private readonly Random _random;
    private readonly Lock _randomLock = new();
    private ReceivedFrame? _repeat;

    /// <summary>Wraps a radio.</summary>
    /// <param name="inner">The radio; disposed with the wrapper.</param>
    /// <param name="options">How often what goes wrong.</param>
    /// <param name="random">A seeded source.</param>
    public FaultyRadio(IRadio inner, FaultOptions options, Random random)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _inner = inner;
        _options = options;
        _random = random;
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities => _inner.Capabilities;

    /// <inheritdoc/>
    public string? Trouble => _inner.Trouble;

    /// <inheritdoc/>
    public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken) =>
        _inner.ConfigureAsync(settings, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken) =>
        _inner.SetPowerAsync(power, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        Happens(_options.SendFailure)
            ? throw new RadioException("The modem does not answer (fault injected).")
            : _inner.SendAsync(frame, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _repeat, null) is { } repeat) return repeat;
        while (true)
        {
            var frame = await _inner.ReceiveAsync(cancellationToken);
            if (Happens(_options.Loss)) continue;
            if (Happens(_options.Corruption)) frame = frame with { Octets = FlipOneBit(frame.Octets) };
            if (Happens(_options.Duplication)) _repeat = frame;
            return frame;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) =>
        _inner.DetectActivityAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private bool Happens(double probability)
    {
        if (probability <= 0) return false;
        lock (_randomLock) return _random.NextDouble() < probability;
    }

    private byte[] FlipOneBit(ReadOnlyMemory<byte> octets)
    {
        var spoiled = octets.ToArray();
        if (spoiled.Length == 0) return spoiled;
        lock (_randomLock) spoiled[_random.Next(spoiled.Length)] ^= (byte)(1 << _random.Next(8));
        return spoiled;
    }
}
