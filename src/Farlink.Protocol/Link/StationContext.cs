using Farlink.Protocol.Airtime;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>What the parts of one station share.</summary>
internal sealed class StationContext
{
    private readonly Dictionary<int, Duration> _airtimes = [];
    private readonly IRandomSource _random;

    public StationContext(StationOptions options, IRandomSource random, StoreImage image)
    {
        Options = options with { MostFrameOctets = Affordable(options) };
        _random = random;
        StoreId = image.StoreId;
        NextRow = image.NextRow;
        DeadLetters = new DeadLetters(this, image);
    }

    public StationOptions Options { get; }

    public CommitQueue Commits { get; } = new();

    public KeyRequests KeyRequests { get; } = new();

    public DeadLetters DeadLetters { get; }

    public Queue<LinkEvent> Events { get; } = new();

    public RefusalTally Refusals { get; } = new();

    public ulong StoreId { get; }

    public long NextRow { get; set; }

    /// <summary>Told of each nonce that is used: key, space, number. For simulations.</summary>
    public Action<long, int, long>? OnSealed { get; set; }

    /// <summary>The longest chunk: a polled repeat of it with a long number still fits a frame.</summary>
    public int MostChunkOctets => Options.MostFrameOctets - 18;

    /// <summary>
    /// No frame may be longer than the region allows, nor so long that a link's share of the budget holds fewer than two of them:
    /// it would never go.
    /// </summary>
    private static int Affordable(StationOptions options)
    {
        var most = options.Dwell?.Nanoseconds ?? long.MaxValue;
        var links = options.Role == Session.LinkRole.BaseStation ? options.Links.Count : 1;
        if (options.DutyCycle.IsLimited) most = Math.Min(most, options.DutyCycle.Budget.Nanoseconds * 7 / 10 / links / 2);
        var octets = options.MostFrameOctets;
        while (octets > LinkOptions.LeastFrameOctets && LoRaAirtime.Of(options.Modulation, octets).Nanoseconds > most) octets--;
        return octets;
    }

    public void Refuse(LinkRefusal reason, byte? link)
    {
        Refusals.Count(reason);
        Events.Enqueue(new LinkEvent.Refused(reason, link));
    }

    /// <summary>Time on air of a frame of so many octets; more than fit a frame count as a whole one.</summary>
    public Duration Airtime(int octets)
    {
        octets = Math.Min(octets, LoRaAirtime.LongestPayloadOctets);
        if (_airtimes.TryGetValue(octets, out var airtime)) return airtime;
        return _airtimes[octets] = LoRaAirtime.Of(Options.Modulation, octets);
    }

    /// <summary>Fills a span with random octets.</summary>
    public void FillRandom(Span<byte> octets) => _random.Fill(octets);

    /// <summary>So many random octets.</summary>
    public byte[] Draw(int octets)
    {
        var random = new byte[octets];
        FillRandom(random);
        return random;
    }

    /// <summary>A random number from 0 up to, not including, a limit.</summary>
    public long Below(long limit)
    {
        if (limit <= 1) return 0;
        Span<byte> octets = stackalloc byte[8];
        FillRandom(octets);
        return (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(octets) % (ulong)limit);
    }

    /// <summary>A random duration shorter than this.</summary>
    public Duration Jitter(Duration below) => new(Below(below.Nanoseconds));
}
