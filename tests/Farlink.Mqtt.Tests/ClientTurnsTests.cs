using System.IO.Pipelines;
using System.Net;
using Farlink.Mqtt.Broker;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.Packets;

namespace Farlink.Mqtt.Tests;

/// <summary>A client comes back while the library is still at the end of its last connection.</summary>
public sealed class ClientTurnsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Disconnect = [0xE0, 0];
    private readonly ServerAdapter _adapter = new(null, new BrokerLimits(), TimeProvider.System);
    private readonly List<string> _steps = [];
    private readonly TaskCompletionSource _mayEnd = new();
    private readonly TaskCompletionSource _isEnding = new();

    public void Dispose() => _adapter.Dispose();

    [Fact]
    public async Task Connect_SameIdWhileTheLastOneEnds_WaitsAndOthersDoNot()
    {
        _adapter.ClientHandler = HandleAsync;
        var (first, device) = Serve();
        await ConnectAsync(device, "device");
        await device.Output.WriteAsync(Disconnect);
        await _isEnding.Task.WaitAsync(Patience);

        var (again, deviceAgain) = Serve();
        await deviceAgain.Output.WriteAsync(ConnectPacket("device"));
        var (other, otherDevice) = Serve();
        await ConnectAsync(otherDevice, "other");
        Assert.Equal(["+device", "-device", "+other"], Steps());

        _mayEnd.SetResult();
        await first.WaitAsync(Patience);
        await ReadConnAckAsync(deviceAgain);
        await deviceAgain.Output.WriteAsync(Disconnect);
        await otherDevice.Output.WriteAsync(Disconnect);
        await Task.WhenAll(again, other).WaitAsync(Patience);
        Assert.Equal(["+device", "-device", "+other", "over device", "+device"], Steps()[..5]);
    }

    /// <summary>As the library does it: it lets the client in, reads to the end, and takes its time to clean up.</summary>
    private async Task HandleAsync(IMqttChannelAdapter channel)
    {
        var id = ((MqttConnectPacket)await channel.ReceivePacketAsync(default)).ClientId;
        Note($"+{id}");
        await channel.SendPacketAsync(new MqttConnAckPacket(), default);
        while (await channel.ReceivePacketAsync(default) is not MqttDisconnectPacket)
        {
        }

        Note($"-{id}");
        _isEnding.TrySetResult();
        await _mayEnd.Task.WaitAsync(Patience);
        Note($"over {id}");
    }

    private void Note(string step)
    {
        lock (_steps) _steps.Add(step);
    }

    private string[] Steps()
    {
        lock (_steps) return [.. _steps];
    }

    private (Task Served, IDuplexPipe Device) Serve()
    {
        var (up, down) = (new Pipe(), new Pipe());
        var ends = new Ends(up.Reader, down.Writer);
        var context = new DefaultConnectionContext(Guid.NewGuid().ToString(), ends, ends);
        var listener = new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), ListenerAuth.Plain);
        var connection = new BrokerConnection(context, listener, new Place(), TimeProvider.System, Patience, () => { });
        return (ServeAsync(context, connection), new Ends(down.Reader, up.Writer));
    }

    private async Task ServeAsync(ConnectionContext context, BrokerConnection connection)
    {
        using (connection) await _adapter.ServeAsync(context, connection);
    }

    private static async Task ConnectAsync(IDuplexPipe device, string id)
    {
        await device.Output.WriteAsync(ConnectPacket(id));
        await ReadConnAckAsync(device);
    }

    private static async Task ReadConnAckAsync(IDuplexPipe device)
    {
        var read = await device.Input.ReadAtLeastAsync(4).AsTask().WaitAsync(Patience);
        Assert.Equal(0x20, read.Buffer.FirstSpan[0]);
        device.Input.AdvanceTo(read.Buffer.End);
    }

    private static byte[] ConnectPacket(string id) =>
    [
        0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, (byte)id.Length,
        .. System.Text.Encoding.ASCII.GetBytes(id),
    ];

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Place : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
