using Farlink.Mqtt.Access;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Text;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Farlink.Mqtt.Broker;

/// <summary>Decides who may connect, publish, subscribe and receive. Each refusal is logged with its reason.</summary>
internal sealed class Admission(BrokerOptions options, RefusalLog refusals)
{
    private readonly ClientIdentities _identities = new(options.Limits);

    public async Task ValidateConnection(ValidatingConnectionEventArgs args)
    {
        var channel = (ClientChannel)args.ChannelAdapter;
        var connection = channel.Connection;
        if (string.IsNullOrEmpty(args.ClientId)) args.AssignedClientIdentifier = ClientChannel.AssignId();
        var clientId = string.IsNullOrEmpty(args.ClientId) ? args.AssignedClientIdentifier : args.ClientId;
        if (Authenticate(args, connection, clientId) is not { } refusal)
        {
            connection.Know(options.Limits);
            await channel.Gate.KnowAsync(clientId, args.CleanSession == true, args.CancellationToken);
            return;
        }

        args.ReasonCode = refusal.Code;
        connection.IsRefused = true;
        refusals.Refuse($"client {Printable.Escape(clientId)} from {connection.Peer}", refusal.Why);
    }

    public async Task InterceptPublish(InterceptingPublishEventArgs args)
    {
        // What Farlink injects itself has no user to ask.
        if (args.ClientId == EmbeddedBroker.OwnClientId) return;
        var topic = args.ApplicationMessage.Topic;
        if (RefusePublish(args.ClientId, topic) is { } why)
        {
            // MQTT 5 tells the client. In 3.1.1 the broker may only acknowledge or cut off (§3.3.5); a device that is cut off
            // would repeat for ever, so it is acknowledged, as mosquitto does.
            args.ProcessPublish = false;
            args.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            refusals.Refuse($"a message of client {Printable.Escape(args.ClientId)} on {Printable.Escape(topic)}", why);
            return;
        }

        if (options.OnPublish is not { } onPublish) return;
        var message = MessageConversion.FromMqttNet(args.ApplicationMessage, args.ClientId);
        var mark = args.ApplicationMessage.UserProperties as PublishMark;
        if (mark is not null) message = message with { PacketId = mark.PacketId, IsRepeat = mark.IsRepeat };

        // The library does not look whether the client is still there while its message waits.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(args.CancellationToken, mark?.Gone ?? default);
        if (await onPublish(message, either.Token) is not { } refusal) return;

        // MQTT 5 tells the publisher. Subscribers of this broker get the message all the same.
        args.Response.ReasonCode = MqttPubAckReasonCode.ImplementationSpecificError;
        args.Response.ReasonString = refusal;
    }

    public Task InterceptSubscription(InterceptingSubscriptionEventArgs args)
    {
        var filter = args.TopicFilter.Topic;
        var user = _identities.UserOf(args.ClientId);
        if (options.Access.Allows(user, args.ClientId, filter, AccessKind.Subscribe)) return Task.CompletedTask;
        args.ProcessSubscription = false;
        args.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        refusals.Refuse(
            $"client {Printable.Escape(args.ClientId)} to subscribe to {Printable.Escape(filter)}",
            $"the ACL allows user {Name(user)} nothing under {Printable.Escape(filter)}");
        return Task.CompletedTask;
    }

    public Task InterceptDelivery(InterceptingClientApplicationMessageEnqueueEventArgs args)
    {
        var user = _identities.UserOf(args.ReceiverClientId);
        if (!options.Access.Allows(user, args.ReceiverClientId, args.ApplicationMessage.Topic, AccessKind.Read))
            args.AcceptEnqueue = false;
        return Task.CompletedTask;
    }

    public Task ForgetSession(SessionDeletedEventArgs args)
    {
        _identities.Release(args.Id);
        return options.Received?.ReleaseAllAsync(args.Id, CancellationToken.None).AsTask() ?? Task.CompletedTask;
    }

    public string UserOf(string clientId) => Name(_identities.UserOf(clientId));

    private static string Name(string? user) => user is null ? "(anonymous)" : Printable.Escape(user);

    private static bool IsHarmless(string name) => !name.Any(c => c is '+' or '#' or '/' || char.IsControl(c));

    private (MqttConnectReasonCode Code, string Why)? Authenticate(
        ValidatingConnectionEventArgs args, BrokerConnection connection, string clientId)
    {
        if (!IsHarmless(clientId))
            return (MqttConnectReasonCode.ClientIdentifierNotValid, "its client id holds + # / or control characters");
        if (args.UserName is { } name && !IsHarmless(name))
            return (MqttConnectReasonCode.BadUserNameOrPassword, "its user name holds + # / or control characters");

        string? user;
        if (options.Passwords is { } passwords)
        {
            user = args.UserName;
            if (string.IsNullOrEmpty(user)) return (MqttConnectReasonCode.BadUserNameOrPassword, "it gave no user name");
            if (!passwords.Verify(user, args.RawPassword ?? []))
                return (
                    MqttConnectReasonCode.BadUserNameOrPassword,
                    $"wrong user name or password (user {Printable.Escape(user)})");
        }
        else
        {
            // The certificate is all there is: its common name is the user, whatever the client calls itself.
            user = connection.Certificate?.GetNameInfo(
                System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false);
            if (user is not null && !IsHarmless(user))
                return (MqttConnectReasonCode.NotAuthorized, "its certificate's name holds + # / or control characters");
        }

        return _identities.Claim(clientId, connection.Certificate, user) is { } why
            ? (MqttConnectReasonCode.NotAuthorized, why)
            : null;
    }

    private string? RefusePublish(string clientId, string topic)
    {
        if (!TopicFilter.IsValidTopic(topic)) return "it is not a valid topic";
        var isOurs = topic == "farlink" || topic.StartsWith("farlink/", StringComparison.Ordinal);
        if (topic.StartsWith('$') || (isOurs && options.KeepsOwnTopics)) return "only Farlink publishes there";
        var user = _identities.UserOf(clientId);
        return options.Access.Allows(user, clientId, topic, AccessKind.Write)
            ? null
            : $"the ACL does not let user {Name(user)} publish to {Printable.Escape(topic)}";
    }
}
