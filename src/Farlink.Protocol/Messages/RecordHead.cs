namespace Farlink.Protocol.Messages;

/// <summary>The first octet of a record in a chunk (docs/protocol.md §7).</summary>
internal static class RecordHead
{
    /// <summary>The rest of the chunk is zero: padding to the end of the airtime step.</summary>
    public const byte Padding = 0x00;

    /// <summary>Records below this one are special: 1 to 3 withdraw the unfinished message of lane 0 to 2.</summary>
    public const byte FirstLane = 0x40;

    /// <summary>The record goes on with the unfinished message of its lane.</summary>
    public const byte ContinuationBit = 0x20;

    /// <summary>The message's QoS.</summary>
    public const int QosShift = 3;

    /// <summary>The message is to be retained.</summary>
    public const byte RetainBit = 0x04;

    /// <summary>The topic is that of the last message completed in the stream.</summary>
    public const byte SameTopicBit = 0x02;

    /// <summary>The body begins with extras.</summary>
    public const byte ExtrasBit = 0x01;

    /// <summary>Topics both ends remember; slots 0 to 126 take one octet.</summary>
    public const int TopicSlots = 256;

    /// <summary>Longest topic on the air, in octets.</summary>
    public const int LongestTopicOctets = 1024;

    /// <summary>The lane bits of a priority.</summary>
    public static byte LaneBits(Priority lane) => (byte)(((int)lane + 1) << 6);

    /// <summary>The lane of a record that is not special.</summary>
    public static Priority LaneOf(byte head) => (Priority)((head >> 6) - 1);
}
