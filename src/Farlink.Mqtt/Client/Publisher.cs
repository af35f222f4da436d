using Farlink.Protocol.Messages;
using Farlink.Protocol.Text;
using MQTTnet.Packets;
using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Client;

/// <summary>
/// Publishes over whatever connection there is until the broker has answered (MQTT 3.1.1 §4.3). One publication of QoS 1 or 2
/// at a time, which keeps order, within any broker's Receive Maximum. Packet ids and phases of QoS 2 are the caller's to keep,
/// so that a publication goes on where it was, after a crash of this program too.
/// </summary>
internal sealed class Publisher(
    Func<CancellationToken, Task<Connection>> connect, Func<Connection, Task> startOver, TimeSpan answerTimeout, ILogger logger,
    TimeProvider time) : IDisposable
{
    /// <summary>Ids below are the library's, for subscriptions: it counts from 1 on each connection.</summary>
    private const ushort FirstId = 4096;

    /// <summary>From here on a reason code says no (MQTT 5 §2.4).</summary>
    private const int FirstFailure = 0x80;

    /// <summary>
    /// A message at which the broker ends so many connections in a row, with growing pauses between, it does not want: MQTT 3.1.1
    /// has no other way to say so, and what waits behind it must pass. It is reported, not forgotten.
    /// </summary>
    private const int MostCuts = 8;

    /// <summary>And over so long: a broker that is being repaired is no reason to give up.</summary>
    private static readonly TimeSpan CutsLast = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private ushort _lastId = (ushort)System.Security.Cryptography.RandomNumberGenerator.GetInt32(FirstId, ushort.MaxValue);
    private long _inDoubt;

    public long InDoubt => Interlocked.Read(ref _inDoubt);

    public async Task<PublishOutcome> PublishAsync(
        MqttMessage message, IQosTwoPhase? phase, CancellationToken cancellationToken)
    {
        if (message.Qos == MqttQos.AtMostOnce) return await SendAsync(message, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return message.Qos == MqttQos.AtLeastOnce
                ? await AtLeastOnceAsync(message, cancellationToken)
                : await ExactlyOnceAsync(message, phase ?? new ForgetfulPhase(), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<PublishOutcome> SendAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = await connect(cancellationToken);
            if (TooLong(message, connection) is { } why) return new PublishOutcome(why, attempt);
            var sent = await TryAsync(connection, message, Send, cancellationToken);
            if (sent is not null) return new PublishOutcome(null, attempt);

            async Task<object> Send(CancellationToken timeout)
            {
                await connection.Channel.SendPacketAsync(MessageConversion.ToPacket(message, 0, false), timeout);
                return this;
            }
        }
    }

    private async Task<PublishOutcome> AtLeastOnceAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        var id = NextId();
        var cuts = new Cuts(time);
        for (var attempt = 1; ; attempt++)
        {
            var connection = await connect(cancellationToken);
            if ((TooLong(message, connection) ?? cuts.Verdict) is { } why) return new PublishOutcome(why, attempt);
            var packet = MessageConversion.ToPacket(message, id, attempt > 1);
            var answer = await TryAsync(
                connection, message, stop => connection.Channel.AskAsync(packet, stop), cancellationToken, cuts);
            if (answer is MqttPubAckPacket acknowledged)
            {
                var code = acknowledged.ReasonCode;
                return new PublishOutcome(Refusal(code, (int)code, acknowledged.ReasonString), attempt);
            }
        }
    }

    private async Task<PublishOutcome> ExactlyOnceAsync(
        MqttMessage message, IQosTwoPhase phase, CancellationToken cancellationToken)
    {
        Connection? before = null;
        var cuts = new Cuts(time);
        for (var attempt = 1; ; attempt++)
        {
            var connection = await connect(cancellationToken);
            if ((TooLong(message, connection) ?? cuts.Verdict) is { } why) return new PublishOutcome(why, attempt);
            var known = phase.Known;
            if (known is not null && !connection.IsSessionPresent && connection != before)
            {
                // The broker forgot us, and with us whether it has this one: sent again, and counted. By the same id and as a
                // repeat: a broker that has its ids yet, as one of ours after a crash, takes it once all the same.
                Interlocked.Increment(ref _inDoubt);
                ClientLog.InDoubt(logger, Printable.Escape(message.Topic));
                known = known with { IsReceived = false };
            }

            var isRepeat = known is { IsReceived: false };
            known ??= new QosTwoPhase(NextId(), false);
            if (known != phase.Known) await phase.SaveAsync(known, cancellationToken);
            before = connection;
            if (!known.IsReceived)
            {
                var packet = MessageConversion.ToPacket(message, known.PacketId, isRepeat);
                var answer = await TryAsync(
                    connection, message, stop => connection.Channel.AskAsync(packet, stop), cancellationToken, cuts);
                if (answer is not MqttPubRecPacket received) continue;
                if (Refusal(received.ReasonCode, (int)received.ReasonCode, received.ReasonString) is { } refusal)
                    return new PublishOutcome(refusal, attempt);
                known = known with { IsReceived = true };
                await phase.SaveAsync(known, cancellationToken);
            }

            // Whatever it says to PUBREL, also that it knows no such id (MQTT 5 §4.3.3), it has the message and will not take it
            // for a new one.
            var release = new MqttPubRelPacket { PacketIdentifier = known.PacketId };
            var completed = await TryAsync(
                connection, message, stop => connection.Channel.AskAsync(release, stop), cancellationToken);
            if (completed is MqttPubCompPacket) return new PublishOutcome(null, attempt);
        }
    }

    /// <summary>Does one step on a connection; null if it failed, then that connection is done with.</summary>
    private async Task<T?> TryAsync<T>(
        Connection connection, MqttMessage message, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken,
        Cuts? cuts = null)
        where T : class
    {
        using var timeout = new CancellationTokenSource(answerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await step(either.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not ArgumentException)
        {
            // Whatever the library or the network throws, the answer is the same: a new connection, and again.
            cuts?.Note(failure is ConnectionEndedException);
            var why = timeout.IsCancellationRequested ? "no answer in time" : failure.GetBaseException().Message;
            ClientLog.NotAcknowledged(logger, Printable.Escape(message.Topic), Printable.Escape(why));
            await startOver(connection);
            return null;
        }
    }

    private static string? Refusal(Enum name, int code, string? reason) => code < FirstFailure ? null
        : $"{name}" + (string.IsNullOrEmpty(reason) ? "" : $": {Printable.Escape(reason)}");

    private static string? TooLong(MqttMessage message, Connection connection)
    {
        // Fixed header, packet id and properties' lengths together take less than 32 octets.
        var octets = message.SizeOctets + 32L;
        return octets <= connection.MostPacketOctets ? null
            : $"{message.SizeOctets} octets, and the broker takes packets of at most {connection.MostPacketOctets}";
    }

    private ushort NextId() => _lastId = _lastId == ushort.MaxValue ? FirstId : (ushort)(_lastId + 1);

    /// <summary>Connections in a row that ended while the broker's answer to one message was awaited.</summary>
    private sealed class Cuts(TimeProvider time)
    {
        private int _count;
        private long _since;

        /// <summary>Why the message is given up, or null.</summary>
        public string? Verdict => _count < MostCuts || time.GetElapsedTime(_since) < CutsLast ? null
            : $"the broker ended the connection {_count} times when it was sent, without saying why";

        public void Note(bool wasCut)
        {
            if (_count == 0) _since = time.GetTimestamp();
            _count = wasCut ? _count + 1 : 0;
        }
    }

    /// <summary>For publishers that do not outlive their process.</summary>
    private sealed class ForgetfulPhase : IQosTwoPhase
    {
        public QosTwoPhase? Known { get; private set; }

        public ValueTask SaveAsync(QosTwoPhase phase, CancellationToken cancellationToken)
        {
            Known = phase;
            return ValueTask.CompletedTask;
        }
    }
}
