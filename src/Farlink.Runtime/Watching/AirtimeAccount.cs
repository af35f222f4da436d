using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>Keeps account of what airtime is spent on. Thread-safe.</summary>
public sealed class AirtimeAccount
{
    private readonly WatchOptions _options;
    private readonly WatchSignal _signal;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string Role, FrameUse Use), (AirtimeSum Sum, long Frames)> _uses = [];
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly Topic _others;

    internal AirtimeAccount(WatchOptions options, WatchSignal signal, TimeProvider time)
    {
        _options = options;
        _others = new Topic(new AirtimeSum(time, options.Speed));
        _signal = signal;
        _time = time;
    }

    /// <summary>The account as it is now.</summary>
    public AirtimeTotals Totals()
    {
        lock (_signal.Lock)
        {
            var uses = _uses.Select(one => new AirtimeOfUse(
                one.Key.Role, one.Key.Use, one.Value.Frames, one.Value.Sum.Total, one.Value.Sum.LastHour));
            var topics = _topics.Select(one => one.Value.See(one.Key)).OrderByDescending(one => one.Airtime.Nanoseconds);
            IEnumerable<AirtimeOfTopic> rest =
                _others.Messages > 0 || _others.Sum.Total > Duration.Zero ? [_others.See(null)] : [];
            return new AirtimeTotals(
                [.. uses.OrderBy(one => one.Role, StringComparer.Ordinal).ThenBy(one => one.Use)], [.. topics, .. rest]);
        }
    }

    /// <summary>A frame was sent; the lock is held.</summary>
    internal void Add(string role, FrameUse use, Duration airtime)
    {
        var (sum, frames) = _uses.GetValueOrDefault((role, use));
        sum ??= Sum();
        sum.Add(airtime);
        _uses[(role, use)] = (sum, frames + 1);
    }

    /// <summary>A frame had a part of a message of this topic; the lock is held.</summary>
    internal void AddPart(string topic, Duration share, int codedOctets)
    {
        var of = Of(topic);
        of.Sum.Add(share);
        of.CodedOctets += codedOctets;
    }

    /// <summary>All of a message was on the air; the lock is held.</summary>
    internal void AddMessage(string topic, int plainOctets)
    {
        var of = Of(topic);
        of.Messages++;
        of.PlainOctets += plainOctets;
    }

    private Topic Of(string name)
    {
        var topic = KeptTopic.Of(name);
        if (_topics.TryGetValue(topic, out var known)) return known;
        if (_topics.Count >= _options.MostTopics) MakeRoom();
        return _topics[topic] = new Topic(Sum());
    }

    /// <summary>Whoever came first must not hold a place for ever: the one that took least of late goes to the others.</summary>
    private void MakeRoom()
    {
        var (least, gone) = _topics.MinBy(one => one.Value.Sum.LastHour.Nanoseconds);
        _topics.Remove(least);
        _others.Add(gone);
    }

    private AirtimeSum Sum() => new(_time, _options.Speed);

    private sealed class Topic(AirtimeSum sum)
    {
        public AirtimeSum Sum => sum;

        public long Messages { get; set; }

        public long PlainOctets { get; set; }

        public long CodedOctets { get; set; }

        public void Add(Topic other)
        {
            Sum.Add(other.Sum);
            Messages += other.Messages;
            PlainOctets += other.PlainOctets;
            CodedOctets += other.CodedOctets;
        }

        public AirtimeOfTopic See(string? topic) =>
            new(topic, Messages, PlainOctets, CodedOctets, Sum.Total, Sum.LastHour);
    }
}
