using System.Collections.Concurrent;
using Farlink.Mqtt.Access;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Text;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Farlink.Mqtt.Broker;

/// <summary>Decides who may connect, publish, subscribe and receive. Each refusal is logged with its reason.</summary>
internal sealed class Admission(BrokerOptions initial, RetainedBook retained, RefusalLog refusals)
{
    /// <summary>
    /// What the library reads where octets are not UTF-8. MQTT does not allow them (3.1.1 §1.5.3), and two names or topics must
    /// not become one by them.
    /// </summary>
    private const char NotUtf8 = '\uFFFD';

    private readonly ClientIdentities _identities = new(initial.Limits);
    private readonly ConcurrentDictionary<string, OpenPackets> _open = new(StringComparer.Ordinal);
    private readonly QosTwoTurns _turns = new();
    private volatile BrokerOptions _options = initial;

    /// <summary>
    /// Goes by other users and rules from now on; false, and nothing is changed, if there would be users where there were none,
    /// or the other way round.
    /// </summary>
    public bool TryUse(PasswordFile? passwords, AccessList access)
    {
        if (passwords is null != _options.Passwords is null) return false;
        _options = _options with { Passwords = passwords, Access = access };
        return true;
    }

    public async Task ValidateConnection(ValidatingConnectionEventArgs args)
    {
        var channel = (ClientChannel)args.ChannelAdapter;
        var connection = channel.Connection;
        if (string.IsNullOrEmpty(args.ClientId)) args.AssignedClientIdentifier = ClientChannel.AssignId();
        var isAssigned = channel.HasAssignedId || string.IsNullOrEmpty(args.ClientId);
        var clientId = string.IsNullOrEmpty(args.ClientId) ? args.AssignedClientIdentifier : args.ClientId;
        if (Authenticate(args, connection, clientId, isAssigned) is not { } refusal)
        {
            connection.User = _identities.UserOf(clientId);
            connection.Know(_options.Limits);

            // Whoever takes a user away cuts off those that are known by then; this one may have come in between.
            if (connection.User is { } user && _options.Passwords?.Contains(user) == false)
                connection.Cut(BrokerConnection.UserIsGone);
            _open[clientId] = channel.Open;
            SessionSubscriptions.Attach(args.SessionItems, _options.Limits);
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
        if (RefusePublish(args.ClientId, args.ApplicationMessage.Topic) is { } why)
        {
            Refuse(args, MqttPubAckReasonCode.NotAuthorized, why);
            return;
        }

        if (await retained.EnterAsync(_identities.UserOf(args.ClientId), args.ApplicationMessage) is { } full)
        {
            Refuse(args, MqttPubAckReasonCode.QuotaExceeded, full);
            return;
        }

        if (_options.OnPublish is not { } onPublish) return;
        var message = MessageConversion.FromMqttNet(args.ApplicationMessage, args.ClientId);
        var mark = args.ApplicationMessage.UserProperties as PublishMark;
        if (mark is not null) message = message with { PacketId = mark.PacketId, IsRepeat = mark.IsRepeat };

        // The library does not look whether the client is still there while its message waits.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(args.CancellationToken, mark?.Gone ?? default);
        if (mark is not null && message.QosTwoId > 0 && _options.Received is { } book)
        {
            mark.Hold(await _turns.EnterAsync(args.ClientId, message.QosTwoId, either.Token));

            // When the gate looked it was not there: it was taken from another connection meanwhile. What is not marked as a
            // repeat is a new message of a client that forgot its session, as at the gate; one that is gone sends nothing new.
            either.Token.ThrowIfCancellationRequested();
            if (book.IsTaken(args.ClientId, message.QosTwoId))
            {
                if (message.IsRepeat) args.ProcessPublish = false;
                else await book.ReleaseAsync(args.ClientId, message.QosTwoId, either.Token);
            }
        }

        if (args.ProcessPublish) await TakeAsync(args, onPublish, message, either.Token);
    }

    private static async Task TakeAsync(
        InterceptingPublishEventArgs args, Func<MqttMessage, CancellationToken, ValueTask<string?>> onPublish,
        MqttMessage message, CancellationToken gone)
    {
        if (await onPublish(message, gone) is not { } refusal) return;

        // MQTT 5 tells the publisher. Subscribers of this broker get the message all the same.
        args.Response.ReasonCode = MqttPubAckReasonCode.ImplementationSpecificError;
        args.Response.ReasonString = refusal;
    }

    public Task InterceptSubscription(InterceptingSubscriptionEventArgs args)
    {
        if (RefuseSubscription(args) is not { } refusal) return Task.CompletedTask;
        args.ProcessSubscription = false;
        args.Response.ReasonCode = refusal.Code;
        refusals.Refuse(
            $"client {Printable.Escape(args.ClientId)} to subscribe to {Printable.Escape(args.TopicFilter.Topic)}", refusal.Why);
        return Task.CompletedTask;
    }

    public static Task ForgetSubscription(ClientUnsubscribedTopicEventArgs args)
    {
        SessionSubscriptions.Of(args.SessionItems).Strike(args.TopicFilter);
        return Task.CompletedTask;
    }

    public Task InterceptDelivery(InterceptingClientApplicationMessageEnqueueEventArgs args)
    {
        var user = _identities.UserOf(args.ReceiverClientId);
        if (!_options.Access.Allows(user, args.ReceiverClientId, args.ApplicationMessage.Topic, AccessKind.Read))
            args.AcceptEnqueue = false;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Whether a client has so many messages to acknowledge that no other may come: the library keeps them all beside its queue.
    /// </summary>
    public bool OwesAcknowledgements(string clientId) =>
        _open.TryGetValue(clientId, out var open) && open.Unacknowledged >= _options.Limits.MostMessagesWaiting;

    public Task ForgetSession(SessionDeletedEventArgs args)
    {
        _identities.Release(args.Id);
        _open.TryRemove(args.Id, out _);
        return _options.Received?.ReleaseAllAsync(args.Id, CancellationToken.None).AsTask() ?? Task.CompletedTask;
    }

    public string UserOf(string clientId) => Name(_identities.UserOf(clientId));

    private static string Name(string? user) => user is null ? "(anonymous)" : Printable.Escape(user);

    private static bool IsHarmless(string name) => !name.Any(c => c is '+' or '#' or '/' or NotUtf8 || char.IsControl(c));

    private (MqttConnectReasonCode Code, string Why)? Authenticate(
        ValidatingConnectionEventArgs args, BrokerConnection connection, string clientId, bool isAssigned)
    {
        if (!IsHarmless(clientId))
            return (
                MqttConnectReasonCode.ClientIdentifierNotValid,
                "its client id holds + # / or control characters, or is not UTF-8");
        if (args.UserName is { } name && !IsHarmless(name))
            return (
                MqttConnectReasonCode.BadUserNameOrPassword,
                "its user name holds + # / or control characters, or is not UTF-8");

        string? user;
        if (_options.Passwords is { } passwords)
        {
            user = args.UserName;
            if (string.IsNullOrEmpty(user)) return (MqttConnectReasonCode.BadUserNameOrPassword, "it gave no user name");

            // Before the password: whoever has one device's certificate cannot try passwords of others.
            if (IdentityRules.RefuseUser(_options, connection.Certificate, user) is { } mismatch)
                return (MqttConnectReasonCode.NotAuthorized, mismatch);
            if (!passwords.Verify(user, args.RawPassword ?? []))
                return (
                    MqttConnectReasonCode.BadUserNameOrPassword,
                    $"wrong user name or password (user {Printable.Escape(user)})");
        }
        else
        {
            // The certificate is all there is: its common name is the user, whatever the client calls itself.
            user = connection.Certificate is { } shown ? IdentityRules.NameOf(shown) : null;
            if (user is not null && !IsHarmless(user))
                return (MqttConnectReasonCode.NotAuthorized, "its certificate's name holds + # / or control characters");
        }

        if (!isAssigned && IdentityRules.RefuseClientId(_options, clientId, user) is { } notIts)
            return (MqttConnectReasonCode.ClientIdentifierNotValid, notIts);
        return _identities.Claim(clientId, connection.Certificate, user) is { } why
            ? (MqttConnectReasonCode.NotAuthorized, why)
            : null;
    }

    private string? RefusePublish(string clientId, string topic)
    {
        if (!TopicFilter.IsValidTopic(topic) || topic.Contains(NotUtf8)) return "it is not a valid topic";
        var isOurs = topic == "farlink" || topic.StartsWith("farlink/", StringComparison.Ordinal);
        if (topic.StartsWith('$') || (isOurs && _options.KeepsOwnTopics)) return "only Farlink publishes there";
        var user = _identities.UserOf(clientId);
        return _options.Access.Allows(user, clientId, topic, AccessKind.Write)
            ? null
            : $"the ACL does not let user {Name(user)} publish to {Printable.Escape(topic)}";
    }

    /// <summary>
    /// MQTT 5 tells the client. In 3.1.1 the broker may only acknowledge or cut off (§3.3.5); a device that is cut off would
    /// repeat for ever, so it is acknowledged, as mosquitto does.
    /// </summary>
    private void Refuse(InterceptingPublishEventArgs args, MqttPubAckReasonCode code, string why)
    {
        args.ProcessPublish = false;
        args.Response.ReasonCode = code;
        var topic = Printable.Escape(args.ApplicationMessage.Topic);
        refusals.Refuse($"a message of client {Printable.Escape(args.ClientId)} on {topic}", why);
    }

    private (MqttSubscribeReasonCode Code, string Why)? RefuseSubscription(InterceptingSubscriptionEventArgs args)
    {
        var filter = args.TopicFilter.Topic;
        if (!TopicFilter.IsValidFilter(filter) || filter.Contains(NotUtf8))
            return (MqttSubscribeReasonCode.TopicFilterInvalid, "it is not a valid topic filter");
        var user = _identities.UserOf(args.ClientId);
        if (!_options.Access.Allows(user, args.ClientId, filter, AccessKind.Subscribe))
            return (
                MqttSubscribeReasonCode.NotAuthorized,
                $"the ACL allows user {Name(user)} nothing under {Printable.Escape(filter)}");
        return SessionSubscriptions.Of(args.SessionItems).Enter(filter) is { } full
            ? (MqttSubscribeReasonCode.QuotaExceeded, full)
            : null;
    }
}
