using Farlink.Protocol.Messages;

namespace Farlink.Protocol.Compression;

/// <summary>What a message is besides topic and octets, in one symbol: nearly always what it was on this topic before.</summary>
/// <param name="Code">The symbol, 0 to 63.</param>
internal readonly record struct RecordLook(int Code)
{
    /// <summary>Its QoS; 3 is not allowed.</summary>
    public int Qos => Code & 3;

    /// <summary>Whether it is to be retained.</summary>
    public bool IsRetained => (Code & 4) != 0;

    /// <summary>Whether extras stand before the payload.</summary>
    public bool HasExtras => (Code & 8) != 0;

    /// <summary>Whether the payload is read as columns and fields instead of text.</summary>
    public bool IsBinary => (Code & 16) != 0;

    /// <summary>Whether its topic is not to be remembered: its publisher has enough of them.</summary>
    public bool IsForgotten => (Code & 32) != 0;

    /// <summary>Whether it is allowed.</summary>
    public bool IsValid => Code is >= 0 and < 64 && Qos < 3;

    /// <summary>Makes one.</summary>
    public static RecordLook Of(MqttQos qos, bool isRetained, bool hasExtras, bool isBinary, bool isForgotten) => new(
        (int)qos | (isRetained ? 4 : 0) | (hasExtras ? 8 : 0) | (isBinary ? 16 : 0) | (isForgotten ? 32 : 0));

    /// <summary>Whether a payload is better read as binary: it has control characters, or is no UTF-8.</summary>
    public static bool IsBinaryPayload(ReadOnlySpan<byte> payload)
    {
        foreach (var octet in payload)
            if (octet < 0x20 && octet is not ((byte)'\t' or (byte)'\n' or (byte)'\r')) return true;
        return !System.Text.Unicode.Utf8.IsValid(payload);
    }
}
