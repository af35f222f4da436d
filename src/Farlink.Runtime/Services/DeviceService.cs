using System.Text;
using System.Threading.Channels;
using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Text;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Runs a device. Messages are made at their pace whatever the broker does; what it has not acknowledged is repeated with DUP
/// after a reconnect, in order.
/// </summary>
public sealed class DeviceService
{
    private readonly DeviceOptions _options;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly Channel<MqttMessage> _waiting;
    private readonly DevicePace _pace;
    private long _made;
    private long _acknowledged;
    private long _repeated;
    private long _dropped;
    private long _refused;

    private DeviceService(DeviceOptions options, RuntimeContext context)
    {
        _options = options;
        _context = context;
        _pace = options.Pace ?? new DevicePace(options.Interval);
        _logger = context.Logging.CreateLogger("farlink.device");
        _waiting = Channel.CreateBounded<MqttMessage>(
            new BoundedChannelOptions(options.MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest }, NoteDropped);
    }

    /// <summary>Runs until the count is reached and acknowledged, or until cancelled.</summary>
    /// <returns>What was done; cancelling is a normal end.</returns>
    public static async Task<DeviceSummary> RunAsync(
        DeviceOptions options, RuntimeContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var device = new DeviceService(options, context);
        RuntimeLog.DeviceRunning(device._logger, Printable.Escape(options.Topic), device._pace.Interval.TotalSeconds);
        await using var client = BrokerClient.Start(options.Broker, null, device._logger, context.Clock);
        try
        {
            var making = device.MakeAsync(cancellationToken);
            await device.PublishAsync(client, cancellationToken);
            await making;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }

        return new DeviceSummary(device._made, device._acknowledged, device._repeated, device._dropped, device._refused);
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(_pace.Interval, _context.Clock);
            _pace.Drive(timer);
            await MakeAsync(timer, cancellationToken);
        }
        finally
        {
            _waiting.Writer.TryComplete();
        }
    }

    private async Task MakeAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            while (_options.Count is not { } count || _made < count)
            {
                _made++;
                var text = _options.Template.Replace(DeviceOptions.NumberMark, _made.ToString(), StringComparison.Ordinal);
                var message = new MqttMessage
                {
                    Topic = _options.Topic,
                    Payload = Encoding.UTF8.GetBytes(text),
                    Qos = _options.Qos,
                };
                if (_options.BeginsTraces) message = TraceParent.New(_context.RandomOctet).AddTo(message);
                _waiting.Writer.TryWrite(message);
                if (_made == _options.Count) break;
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        finally
        {
            _pace.Drive(null);
        }
    }

    private async Task PublishAsync(BrokerClient client, CancellationToken cancellationToken)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            var outcome = await PublishAsync(client, message, cancellationToken);
            if (outcome.Attempts > 1) _repeated++;
            if (outcome.IsAccepted)
            {
                _acknowledged++;
                _context.Observe(new ChainEvent.DevicePublished(message, outcome.Attempts));
            }
            else
            {
                _refused++;
                RuntimeLog.DeviceRefused(_logger, Printable.Escape(message.Topic), outcome.Refusal!);
            }
        }
    }

    private async Task<PublishOutcome> PublishAsync(BrokerClient client, MqttMessage message, CancellationToken cancellationToken)
    {
        await _pace.HoldAsync(cancellationToken);
        try
        {
            return await client.PublishAsync(message, cancellationToken);
        }
        finally
        {
            _pace.Release();
        }
    }

    private void NoteDropped(MqttMessage message) => RuntimeLog.DeviceDropped(_logger, _options.MostWaiting, ++_dropped);
}
