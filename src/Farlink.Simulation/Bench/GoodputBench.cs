using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Bench;

/// <summary>How fast a backlog goes, against the rate of 255-octet frames back to back.</summary>
public static class GoodputBench
{
    private const int MessageOctets = 60_000;

    /// <summary>The mean of several runs of some thousand frames each: one run's luck is worth two percent.</summary>
    public static double Mean(double loss, int spreadingFactor)
    {
        const int runs = 6;
        double sum = 0;
        for (var seed = 1; seed <= runs; seed++) sum += Measure(loss, spreadingFactor, seed);
        return sum / runs;
    }

    /// <summary>
    /// Goodput with a backlog and no duty limit, in payload octets over the octets of back-to-back full frames.
    /// </summary>
    /// <param name="loss">Share of frames lost in each direction.</param>
    /// <param name="spreadingFactor">7 to 12.</param>
    /// <param name="seed">Of the run.</param>
    public static double Measure(double loss, int spreadingFactor, int seed = 1)
    {
        var factor = new SpreadingFactor(spreadingFactor);
        var modulation = new LoRaModulation
        {
            SpreadingFactor = factor,
            LowDataRateOptimize = LoRaModulation.RecommendedLowDataRate(factor, new Hertz(125_000)),
        };
        using var link = new BenchLink(seed, loss, modulation);
        var full = LoRaAirtime.Of(modulation, LoRaAirtime.LongestPayloadOctets);

        // Some thousand frames, so that one poll more or less does not show.
        const int messages = 12;
        for (var i = 0; i < messages; i++) link.Site.Submit(Bulk(i));
        var start = link.Network.Time.Now;
        var limit = start + (full * 60_000);
        link.Network.Time.Run(limit, () => link.Delivery.Received == messages);
        var rate = messages * MessageOctets / (link.Network.Time.Now - start).Seconds;
        return rate / (LoRaAirtime.LongestPayloadOctets / full.Seconds);
    }

    /// <summary>The table over loss and spreading factor, as approved.</summary>
    public static string Table()
    {
        var table = new System.Text.StringBuilder();
        table.Append("goodput over back-to-back 255-octet frames; rows: loss of frames each way\n");
        table.Append("loss    SF7    SF9   SF12\n");
        foreach (var loss in (double[])[0, 0.05, 0.1, 0.2, 0.3, 0.5])
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"{100 * loss,3:0} %");
            foreach (var factor in (int[])[7, 9, 12])
                table.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {Measure(loss, factor):0.000}");
            table.Append('\n');
        }

        return table.ToString();
    }

    private static Submission Bulk(int number)
    {
        var payload = new byte[MessageOctets];
        new Random(number).NextBytes(payload);
        return new Submission
        {
            Link = BenchLink.Id,
            Priority = Priority.Bulk,
            Message = new MqttMessage { Topic = "/bulk", Payload = payload },
        };
    }
}
