using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;

namespace Farlink.Runtime.Watching;

/// <summary>
/// The trace of a message and the span before it, as <c>traceparent</c> tells them (W3C Trace Context §3.2), in MQTT 5 a user
/// property. Of a message without one both ends of a link derive the same from what both know: nothing is added on the air.
/// </summary>
/// <param name="Trace">The trace.</param>
/// <param name="Span">The span that the message comes from, 8 octets as a number; never 0.</param>
public readonly record struct TraceParent(TraceId Trace, ulong Span)
{
    /// <summary>The user property.</summary>
    public const string Property = "traceparent";

    // 00-TRACE-SPAN-FLAGS: 2, 32, 16 and 2 digits.
    private const int Length = 55, TraceAt = 3, SpanAt = 36, FlagsAt = 53;

    // Lower case only (§3.2.2.1, HEXDIGLC).
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private static ReadOnlySpan<byte> Label => "farlink trace 1"u8;

    /// <summary>A new trace.</summary>
    /// <param name="randomOctet">Where its 24 octets come from.</param>
    public static TraceParent New(Func<byte> randomOctet)
    {
        ArgumentNullException.ThrowIfNull(randomOctet);
        Span<byte> octets = stackalloc byte[16 + sizeof(ulong)];
        while (true)
        {
            foreach (ref var octet in octets) octet = randomOctet();
            var trace = BinaryPrimitives.ReadUInt128BigEndian(octets);
            var span = BinaryPrimitives.ReadUInt64BigEndian(octets[16..]);
            if (trace != UInt128.Zero && span != 0) return new TraceParent(new TraceId(trace), span);
        }
    }

    /// <summary>
    /// What the publisher of a message said; null if it said nothing, nothing valid, or more than one thing: which of them counts
    /// nobody could say.
    /// </summary>
    public static TraceParent? Find(MqttMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string? found = null;
        foreach (var (name, value) in message.Properties?.UserProperties ?? [])
        {
            if (name != Property) continue;
            if (found is not null) return null;
            found = value;
        }

        return found is not null && TryParse(found, out var parent) ? parent : null;
    }

    /// <summary>Whether a message has the property, valid or not.</summary>
    public static bool IsIn(MqttMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Properties?.UserProperties.Any(pair => pair.Key == Property) == true;
    }

    /// <summary>Reads version 00, the only one there is.</summary>
    public static bool TryParse(string text, out TraceParent parent)
    {
        ArgumentNullException.ThrowIfNull(text);
        parent = default;
        if (text.Length != Length || !text.StartsWith("00-", StringComparison.Ordinal)) return false;
        if (text[SpanAt - 1] != '-' || text[FlagsAt - 1] != '-') return false;
        var trace = text.AsSpan(TraceAt, SpanAt - 1 - TraceAt);
        var span = text.AsSpan(SpanAt, FlagsAt - 1 - SpanAt);
        if (trace.ContainsAnyExcept(Digits) || span.ContainsAnyExcept(Digits)) return false;
        if (text.AsSpan(FlagsAt).ContainsAnyExcept(Digits)) return false;
        parent = new TraceParent(
            new TraceId(UInt128.Parse(trace, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
            ulong.Parse(span, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return parent.Trace.Value != UInt128.Zero && parent.Span != 0;
    }

    /// <summary>
    /// What both ends derive: the first 16 octets of SHA-256("farlink trace 1" || store || stream id), and the next 8; both
    /// numbers in 8 octets, big endian.
    /// </summary>
    /// <param name="store">The sender's store as the receiver knows it.</param>
    /// <param name="streamId">The message's place in the stream.</param>
    public static TraceParent Derive(ulong store, long streamId)
    {
        Span<byte> name = stackalloc byte[Label.Length + sizeof(ulong) + sizeof(long)];
        Label.CopyTo(name);
        BinaryPrimitives.WriteUInt64BigEndian(name[Label.Length..], store);
        BinaryPrimitives.WriteInt64BigEndian(name[(Label.Length + sizeof(ulong))..], streamId);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        return new TraceParent(
            new TraceId(BinaryPrimitives.ReadUInt128BigEndian(hash)), BinaryPrimitives.ReadUInt64BigEndian(hash[16..]));
    }

    /// <inheritdoc cref="TraceId.Of(OutboxRow, ulong)"/>
    public static TraceParent? Of(OutboxRow row, ulong store)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Find(row.Message) ?? (row.StreamId > 0 ? Derive(store, row.StreamId) : null);
    }

    /// <inheritdoc cref="TraceId.Of(InboxRow)"/>
    public static TraceParent Of(InboxRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Find(row.Message) ?? Derive(row.PeerStore, row.StreamId);
    }

    /// <summary>The message with this as its user property, behind those it has.</summary>
    public MqttMessage AddTo(MqttMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var properties = message.Properties ?? new MessageProperties();
        return message with
        {
            Properties = properties with { UserProperties = [.. properties.UserProperties, new(Property, ToString())] },
        };
    }

    /// <summary>The user property's value; "sampled" (§3.2.2.5.1), so that who sees it keeps its part too.</summary>
    public override string ToString() => $"00-{Trace}-{Span:x16}-01";
}
