using Farlink.Protocol.Units;

namespace Farlink.Simulation.Air;

/// <summary>Why a station did not get a frame, or that it did.</summary>
public enum ReceptionResult
{
    /// <summary>Received.</summary>
    Received,

    /// <summary>It was sending itself.</summary>
    Deaf,

    /// <summary>Too weak at this distance.</summary>
    TooWeak,

    /// <summary>Destroyed by another frame.</summary>
    Collided,

    /// <summary>Lost by the loss that was asked for.</summary>
    Lost,
}

/// <summary>One station's view of a frame that has ended.</summary>
/// <param name="Receiver">The station.</param>
/// <param name="Result">Whether it got it.</param>
/// <param name="Rssi">Signal strength.</param>
/// <param name="Snr">Signal-to-noise ratio, as an SX127x reports it: at most 12 dB.</param>
public sealed record Reception(Station Receiver, ReceptionResult Result, Dbm Rssi, Decibel Snr);
