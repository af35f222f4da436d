using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.AspNetCore;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace Farlink.Mqtt.Broker;

/// <summary>Hands Kestrel's connections to MQTTnet.</summary>
internal sealed class ServerAdapter(IQosTwoBook? received, BrokerLimits limits, TimeProvider time) : IMqttServerAdapter
{
    private const int WriteBufferOctets = 4096;
    private const int MostWriteBufferOctets = 65_535;

    private readonly ClientTurns _turns = new();

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public async Task ServeAsync(ConnectionContext context, BrokerConnection connection)
    {
        if (ClientHandler is not { } handler) return;
        var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(WriteBufferOctets, MostWriteBufferOctets));
        await using var channel = new ClientChannel(
            new MqttConnectionContext(formatter, context), connection, new QosTwoGate(received, connection),
            new OpenPackets(limits.MostUnanswered, time), _turns, time);
        await handler(channel);
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

    public Task StopAsync()
    {
        ClientHandler = null;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }
}
