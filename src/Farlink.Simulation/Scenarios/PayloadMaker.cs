using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Farlink.Simulation.Scenarios;

/// <summary>Makes the payloads of a <see cref="Traffic"/>, each one different from all others of it.</summary>
internal sealed class PayloadMaker(Traffic traffic, Random random)
{
    /// <summary>What a random payload must have room for.</summary>
    private const int CounterOctets = sizeof(uint);

    private static readonly string[] Names =
        ["temperature", "humidity", "pressure", "battery", "moisture", "wind", "rain", "light"];

    /// <summary>Readings in tenths.</summary>
    private readonly List<int> _tenths = [];

    /// <summary>The next one.</summary>
    /// <param name="number">From 1.</param>
    public byte[] Make(long number) => traffic.Kind switch
    {
        PayloadKind.Readings => Readings(number),
        PayloadKind.Random => Noise(number),
        _ => Text(number),
    };

    private byte[] Text(long number) => Encoding.UTF8.GetBytes(
        traffic.Payload.Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .PadRight(traffic.LeastOctets, 'x'));

    /// <summary>As many readings as fit, then spaces, which JSON allows.</summary>
    private byte[] Readings(long number)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"n\":{number}");
        for (var i = 0; ; i++)
        {
            if (i == _tenths.Count) _tenths.Add(random.Next(100, 900));
            _tenths[i] += random.Next(-3, 4);
            var name = i < Names.Length ? Names[i] : $"{Names[i % Names.Length]}{i / Names.Length}";
            var reading = string.Create(CultureInfo.InvariantCulture, $",\"{name}\":{_tenths[i] / 10.0:0.0}");
            if (text.Length + reading.Length + 1 > traffic.LeastOctets) break;
            text.Append(reading);
        }

        return Encoding.ASCII.GetBytes(text.Append('}').ToString().PadRight(traffic.LeastOctets));
    }

    private byte[] Noise(long number)
    {
        var octets = new byte[Math.Max(traffic.LeastOctets, CounterOctets)];
        random.NextBytes(octets);
        BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)number);
        return octets;
    }
}
