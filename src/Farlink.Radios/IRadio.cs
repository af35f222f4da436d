using Farlink.Protocol.Units;

namespace Farlink.Radios;

/// <summary>
/// A half-duplex LoRa modem. Frames are LoRa payloads, 1 to <see cref="RadioCapabilities.MostFrameOctets"/> octets, with nothing
/// added or removed. One caller sends and one receives, at the same time if they like; between sends it listens.
/// </summary>
public interface IRadio : IAsyncDisposable
{
    /// <summary>What this modem can do.</summary>
    RadioCapabilities Capabilities { get; }

    /// <summary>
    /// Why it cannot be used now, as far as it has noticed by itself; null if nothing speaks against it. It goes on trying
    /// meanwhile. May be asked from any thread, at any time.
    /// </summary>
    string? Trouble => null;

    /// <summary>Sets channel, modulation and power. Must be called before the first frame; may be called again.</summary>
    /// <exception cref="RadioException">The modem cannot do it or does not answer.</exception>
    ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken);

    /// <summary>Sets the power of the frames from now on; what is being received is not disturbed.</summary>
    /// <exception cref="RadioException">The modem does not answer.</exception>
    ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken);

    /// <summary>Sends one frame; completes when its last symbol has left.</summary>
    /// <returns>When it began and how long it was on the air.</returns>
    /// <exception cref="RadioException">It was not sent.</exception>
    ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);

    /// <summary>Waits for the next frame whose CRC is right. Frames wait in a bounded queue if nobody does.</summary>
    /// <exception cref="RadioException">The modem is gone for good; no frame will ever come.</exception>
    ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Listens for a LoRa preamble on the channel (CAD, about two symbols).</summary>
    /// <returns>
    /// Whether somebody is sending. Always false where <see cref="RadioCapabilities.DetectsActivity"/> is false.
    /// </returns>
    ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken);
}
