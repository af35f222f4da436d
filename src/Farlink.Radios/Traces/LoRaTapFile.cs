using System.Buffers.Binary;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Traces;

/// <summary>
/// Writes frames to a pcap file that Wireshark opens: link type 270, LoRaTap version 0 (github.com/eriknl/LoRaTap), times in
/// nanoseconds. The file holds what was on the air, of the native link ciphertext only. Thread-safe.
/// </summary>
public sealed class LoRaTapFile : IDisposable
{
    private const uint MagicNanoseconds = 0xA1B2_3C4D;
    private const uint LinkType = 270;
    private const int HeaderOctets = 15;
    private const byte Unknown = 255;

    /// <summary>LoRaTap counts RSSI up from here, in dBm.</summary>
    private const double LowestRssi = -139;

    private readonly Stream _stream;
    private readonly Lock _lock = new();

    private LoRaTapFile(Stream stream) => _stream = stream;

    /// <summary>Begins a file; one that is there is replaced.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static LoRaTapFile Create(string path) =>
        Begin(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read));

    /// <summary>Begins a file that goes elsewhere.</summary>
    /// <param name="stream">Where to; it is closed with the file.</param>
    public static LoRaTapFile Begin(Stream stream)
    {
        var file = new LoRaTapFile(stream);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, MagicNanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], HeaderOctets + LoRaAirtime.LongestPayloadOctets);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], LinkType);
        file._stream.Write(header);
        return file;
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="at">When its first symbol left.</param>
    /// <param name="frequency">Centre frequency.</param>
    /// <param name="modulation">How it was sent.</param>
    /// <param name="octets">LoRa payload.</param>
    /// <param name="rssi">Signal strength at a receiver, if there was one.</param>
    /// <param name="snr">Signal-to-noise ratio there.</param>
    /// <param name="length">Octets that were on the air, if more than are given.</param>
    public void Add(
        Instant at, Hertz frequency, LoRaModulation modulation, ReadOnlySpan<byte> octets, Dbm? rssi = null, Decibel? snr = null,
        int length = 0)
    {
        ArgumentNullException.ThrowIfNull(modulation);
        Span<byte> record = stackalloc byte[16 + HeaderOctets];
        record.Clear();
        var nanoseconds = (ulong)Math.Max(0, at.Nanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(nanoseconds / 1_000_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(nanoseconds % 1_000_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], HeaderOctets + octets.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], HeaderOctets + Math.Max(length, octets.Length));
        var tap = record[16..];
        BinaryPrimitives.WriteUInt16BigEndian(tap[2..], HeaderOctets);
        BinaryPrimitives.WriteUInt32BigEndian(tap[4..], (uint)frequency.Value);
        tap[8] = (byte)(modulation.Bandwidth.Value / 125_000);
        tap[9] = (byte)modulation.SpreadingFactor.Value;
        tap[10] = Strength(rssi, snr);
        tap[11] = Unknown;
        tap[12] = Unknown;
        tap[13] = snr is { } ratio ? unchecked((byte)(sbyte)Math.Clamp(Math.Round(ratio.Value * 4), -128, 127)) : (byte)0;
        tap[14] = modulation.SyncWord;
        lock (_lock)
        {
            _stream.Write(record);
            _stream.Write(octets);
            _stream.Flush();
        }
    }

    /// <summary>Ends the file.</summary>
    public void Dispose() => _stream.Dispose();

    /// <summary>In steps of 1 dB, or of a quarter where the signal is below the noise.</summary>
    private static byte Strength(Dbm? rssi, Decibel? snr)
    {
        if (rssi is not { } strength) return Unknown;
        var steps = (strength.Value - LowestRssi) * (snr is { Value: < 0 } ? 4 : 1);
        return (byte)Math.Clamp(Math.Round(steps), 0, Unknown - 1);
    }
}
