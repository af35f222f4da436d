using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.AspNetCore;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace Farlink.Mqtt.Broker;

/// <summary>Hands Kestrel's connections to MQTTnet, and remembers which connection a CONNECT came by.</summary>
internal sealed class ServerAdapter : IMqttServerAdapter
{
    private const int WriteBufferOctets = 4096;
    private const int MostWriteBufferOctets = 65_535;
    private readonly ConcurrentDictionary<IMqttChannelAdapter, BrokerConnection> _connections = new(ReferenceEqualityComparer.Instance);

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public BrokerConnection? Find(IMqttChannelAdapter channel) => _connections.GetValueOrDefault(channel);

    public async Task ServeAsync(ConnectionContext context, BrokerConnection connection)
    {
        if (ClientHandler is not { } handler) return;
        var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(WriteBufferOctets, MostWriteBufferOctets));
        using var channel = new MqttConnectionContext(formatter, context);
        _connections[channel] = connection;
        try
        {
            await handler(channel);
        }
        finally
        {
            _connections.TryRemove(channel, out _);
        }
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
