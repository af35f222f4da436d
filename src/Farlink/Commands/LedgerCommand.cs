using Farlink.Configuration;
using Farlink.Output;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Text;
using Farlink.Runtime.Link;
using Farlink.Storage;

namespace Farlink.Commands;

/// <summary><c>farlink airtime --ledger</c> and <c>--explain</c>: the airtime of a configured site or base.</summary>
internal static class LedgerCommand
{
    /// <summary>Reads the ledger from the store, whether its service runs or not.</summary>
    public static LedgerReport Ledger(FarlinkConfig config)
    {
        RequireNative(config);
        var (image, saved) = SqliteStore.Peek(config.Link.StorePath);
        var clock = StoreClock.Continue(image, saved, BootTimeProvider.Instance);
        var now = clock.Now;
        var limit = config.Radio.Channel.Binding?.DutyCycle ?? DutyCycle.Unlimited;

        // A station that is never run: it knows the rules, and nothing of it is kept.
        using var station = new LinkStation(
            new StationOptions
            {
                Role = config.Role == Role.Site ? LinkRole.Site : LinkRole.BaseStation,
                Links = [new LinkOptions { Id = 1, Name = config.Name, Identity = Unused() }],
                Modulation = config.Radio.Settings.Modulation,
                DutyCycle = limit,
            },
            image with { Inbox = [], Outbox = [], Links = [] }, new SystemRandom(), now);
        LedgerSlot Slot(string what, AirtimeClass airtimeClass, int octets) =>
            new(what, octets, station.NextSlot(now, octets, airtimeClass, 1) - now);
        return new LedgerReport
        {
            Channel = $"{config.Radio.Settings.Frequency} {config.Radio.Settings.Modulation}",
            Limit = limit,
            Used = station.AirtimeUsed(now),
            Lease = image.Lease,
            Entries = [.. image.Ledger.Select(entry => (now - entry.Start, entry.Airtime))],
            Slots =
            [
                Slot("a full frame of messages", AirtimeClass.Routine, LoRaAirtime.LongestPayloadOctets),
                Slot("a full frame of urgent messages", AirtimeClass.Urgent, LoRaAirtime.LongestPayloadOctets),
                Slot("an answer", AirtimeClass.Answer, MessageCost.AcknowledgementOctets),
                Slot("a handshake", AirtimeClass.Handshake, MessageCost.HandshakeOctets),
            ],
        };
    }

    /// <summary>Says what messages of a topic cost, and why.</summary>
    public static TopicReport Explain(FarlinkConfig config, string topic, int payloadOctets, TimeSpan every)
    {
        RequireNative(config);
        if (!TopicFilter.IsValidTopic(topic)) throw new UsageException("--explain wants an MQTT topic, without wildcards.");
        var way = config.Role == Role.Site ? RouteDirection.Up : RouteDirection.Down;
        var route = config.Routes.FirstOrDefault(one => one.ToLink(topic, way) is not null)
            ?? throw new UsageException($"No route of this configuration lets {Printable.Escape(topic)} out: it costs nothing.");
        var linkTopic = route.ToLink(topic, way)!;
        var expires = route.Expires ?? (way == RouteDirection.Down ? Route.CommandsExpireIn : null);
        var message = new MqttMessage { Topic = linkTopic, Payload = new byte[payloadOctets] };
        return new TopicReport
        {
            Topic = topic,
            LinkTopic = linkTopic,
            Route = route,
            Expires = expires,
            PayloadOctets = payloadOctets,
            Every = Protocol.Units.Duration.FromTimeSpan(every),
            Cost = MessageCost.Of(message, route.IsSecret ? Route.SecretPad : 0, expires is not null),
            Modulation = config.Radio.Settings.Modulation,
            Limit = config.Radio.Channel.Binding?.DutyCycle ?? DutyCycle.Unlimited,
        };
    }

    private static void RequireNative(FarlinkConfig config)
    {
        if (!config.Link.IsNative)
            throw new UsageException("In radiohead mode there is no ledger on disk, and every message is a frame.");
    }

    private static PreSharedKey Unused() =>
        new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(PreSharedKey.Size));
}
