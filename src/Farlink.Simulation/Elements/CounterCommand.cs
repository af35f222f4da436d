using System.Buffers.Binary;

namespace Farlink.Simulation.Elements;

/// <summary>
/// Counter (24): reads a counter or counts it up; four octets, lowest first. No key is bound to one (LimitedUse).
/// </summary>
internal static class CounterCommand
{
    private const byte Read = 0, Increment = 1;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        if (packet is not { Parameter1: Read or Increment, Parameter2: 0 or 1, Data: [] }) return Reply.ParseError;
        var counter = chip.Config.Counter(packet.Parameter2);
        var count = MonotonicCounter.Read(counter);
        if (packet.Parameter1 == Increment)
        {
            if (count >= MonotonicCounter.Maximum) return Reply.ExecutionError;
            MonotonicCounter.Write(counter, ++count);
        }

        var octets = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(octets, count);
        return octets;
    }
}
