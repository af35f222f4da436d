using System.Buffers;

namespace Farlink.Radios.RNode;

/// <summary>Writes KISS frames: a command and its octets between two marks, with marks inside escaped.</summary>
internal static class KissFrame
{
    public const byte End = 0xC0, Escape = 0xDB, EscapedEnd = 0xDC, EscapedEscape = 0xDD;

    /// <summary>One frame, as it goes over the wire.</summary>
    public static byte[] Write(RNodeCommand command, ReadOnlySpan<byte> octets)
    {
        var wire = new ArrayBufferWriter<byte>(octets.Length + 4);
        wire.Write([End, (byte)command]);
        foreach (var octet in octets)
        {
            wire.Write(octet switch
            {
                End => [Escape, EscapedEnd],
                Escape => [Escape, EscapedEscape],
                _ => [octet],
            });
        }

        wire.Write([End]);
        return wire.WrittenSpan.ToArray();
    }
}
