namespace Farlink.Simulation.Bench.Codec;

/// <summary>What a codec makes of a trace, in octets a message.</summary>
/// <param name="All">Over the whole trace.</param>
/// <param name="Warm">Over its second half, when the codec has learnt; of an odd count the half that is one longer.</param>
/// <param name="Cold50">Over its first 50 messages, or all if there are fewer; null where it cannot be told.</param>
public sealed record OctetsPerMessage(double All, double Warm, double? Cold50)
{
    /// <summary>Messages that count as the cold start.</summary>
    public const int ColdMessages = 50;

    /// <summary>
    /// Of what was coded batch by batch. The messages of a batch share its octets evenly, so that halves and the cold start are
    /// of the same messages for each size of batch.
    /// </summary>
    /// <param name="octets">Octets of each batch, in order.</param>
    /// <param name="messages">Messages of the trace, 1 at least.</param>
    /// <param name="batch">Messages a batch; the last one has what is left.</param>
    internal static OctetsPerMessage OfBatches(IReadOnlyList<int> octets, int messages, int batch)
    {
        var cold = Math.Min(ColdMessages, messages);
        return new OctetsPerMessage(
            Sum(0, messages) / messages, Sum(messages / 2, messages) / (messages - (messages / 2)), Sum(0, cold) / cold);

        double Sum(int from, int to)
        {
            var sum = 0.0;
            for (var i = from / batch; i * batch < to; i++)
            {
                var (first, end) = (i * batch, Math.Min(messages, (i + 1) * batch));
                sum += (double)octets[i] * (Math.Min(end, to) - Math.Max(first, from)) / (end - first);
            }

            return sum;
        }
    }

    /// <summary>Of archives of whole files. What the container takes is in both, so it is not in <see cref="Warm"/>.</summary>
    /// <param name="all">Octets of the archive of the whole trace.</param>
    /// <param name="firstHalf">Octets of the archive of its first half.</param>
    /// <param name="messages">Messages of the whole trace, 1 at least.</param>
    internal static OctetsPerMessage OfArchives(long all, long firstHalf, int messages) =>
        new((double)all / messages, (double)(all - firstHalf) / (messages - (messages / 2)), null);
}
