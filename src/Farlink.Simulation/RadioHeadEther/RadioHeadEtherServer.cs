using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.RadioHeadEther;
using Farlink.Simulation.Hosting;

namespace Farlink.Simulation.RadioHeadEther;

/// <summary>
/// Serves RadioHead's ether simulator protocol over TCP, so that RadioHead programs and Farlink share a channel.
/// </summary>
public sealed class RadioHeadEtherServer : IAsyncDisposable
{
    /// <summary>Frames that may wait for a node that does not read; one more cuts it off.</summary>
    public const int MostFramesWaiting = 64;

    private readonly RadioHeadEtherServerOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<EtherEvent> _tell;
    private readonly RadioHeadEtherModel<Node> _model;
    private readonly Lock _modelLock = new();
    private readonly SemaphoreSlim _dueChanged = new(0);
    private readonly TcpHost _host;
    private readonly Task _delivering;
    private int _isDisposed;

    private RadioHeadEtherServer(RadioHeadEtherServerOptions options, TimeProvider time, Random random, Action<EtherEvent> tell)
    {
        _options = options;
        _time = time;
        _tell = tell;
        _model = new RadioHeadEtherModel<Node>(options.BitsPerSecond, options.Loss, random);
        _host = new TcpHost(options.Listen, options.MostNodes, ServeAsync, Refuse, time);
        _delivering = DeliverAsync();
    }

    /// <summary>Where it listens, with the port that was free if 0 was asked for.</summary>
    public IPEndPoint Endpoint => _host.Endpoint;

    /// <summary>Frames so far: sent, delivered, destroyed, lost.</summary>
    public (long Sent, long Delivered, long Collided, long Lost) Counters
    {
        get
        {
            lock (_modelLock) return (_model.Sent, _model.Delivered, _model.Collided, _model.Lost);
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Address, rate, loss.</param>
    /// <param name="time">The ether's clock.</param>
    /// <param name="random">A seeded source for losses.</param>
    /// <param name="tell">Called for what happens, from any thread; must not throw or block.</param>
    /// <exception cref="RadioException">The address is taken or not ours.</exception>
    public static RadioHeadEtherServer Start(
        RadioHeadEtherServerOptions options, TimeProvider time, Random random, Action<EtherEvent> tell)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RadioHeadEtherServer(options, time, random, tell);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _host.DisposeAsync();
        await _delivering;
        _dueChanged.Dispose();
    }

    private void Refuse(Socket socket) => _tell(
        new EtherEvent.Refused(TcpHost.PeerOf(socket), $"{_options.MostNodes} nodes are connected already"));

    private async Task ServeAsync(Socket socket, CancellationToken closing)
    {
        var node = new Node(new EtherConnection(socket));
        lock (_modelLock) _model.Add(node);
        await Task.WhenAll(ReadAsync(node, closing), WriteAsync(node, closing));
    }

    private async Task ReadAsync(Node node, CancellationToken closing)
    {
        var peer = node.Connection.Peer;
        _tell(new EtherEvent.Joined(peer));
        try
        {
            while (await node.Connection.ReadAsync(closing) is { } message) Handle(node, peer, message);
        }
        catch (InvalidDataException nonsense)
        {
            _tell(new EtherEvent.Refused(peer, nonsense.Message));
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The node is gone, whichever way.
        }

        lock (_modelLock) _model.Remove(node);

        node.Outgoing.Writer.TryComplete();
        node.Connection.Dispose();
        _tell(new EtherEvent.Left(peer));
    }

    private void Handle(Node node, string peer, EtherMessage message)
    {
        switch (message.Type)
        {
            case EtherMessageType.ThisAddress when message.Body.Length == 1:
                _tell(new EtherEvent.Addressed(peer, message.Body.Span[0]));
                break;
            case EtherMessageType.Packet when message.Body.Length > 0:
                lock (_modelLock) _model.Send(node, message.Body, _time.Now());
                _tell(new EtherEvent.Sent(peer, message.Body));
                _dueChanged.Release();
                break;
            default:
                // RadioHead's ether ignores what it does not know, and so do we.
                break;
        }
    }

    /// <summary>Hands out frames when their time has come.</summary>
    private async Task DeliverAsync()
    {
        try
        {
            while (true)
            {
                Instant due;
                lock (_modelLock)
                {
                    foreach (var (node, frame) in _model.TakeDue(_time.Now())) Queue(node, frame);
                    due = _model.NextDue;
                }

                await WaitAsync(due);
            }
        }
        catch (OperationCanceledException)
        {
            // The server is being closed.
        }
    }

    private async Task WaitAsync(Instant due)
    {
        var changed = _dueChanged.WaitAsync(_host.Closing);
        if (due == Instant.Never)
        {
            await changed;
            return;
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_host.Closing);
        var wait = _time.WaitUntil(due, cut.Token);
        if (await Task.WhenAny(wait, changed) == wait)
        {
            // The permit that was asked for must not be lost: give one back for it to take.
            if (!changed.IsCompleted) _dueChanged.Release();
            await changed;
        }

        await cut.CancelAsync();
        _host.Closing.ThrowIfCancellationRequested();
    }

    private void Queue(Node node, ReadOnlyMemory<byte> frame)
    {
        if (node.Outgoing.Writer.TryWrite(frame)) return;
        _tell(new EtherEvent.Refused(node.Connection.Peer, $"it has not read {MostFramesWaiting} frames"));
        node.Connection.Dispose();
    }

    private static async Task WriteAsync(Node node, CancellationToken closing)
    {
        try
        {
            await foreach (var frame in node.Outgoing.Reader.ReadAllAsync(closing))
                await node.Connection.WriteAsync(EtherMessage.Packet(frame), closing);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The reader of this node ends too and takes it out of the ether.
        }
    }

    private sealed class Node(EtherConnection connection)
    {
        public EtherConnection Connection { get; } = connection;

        public Channel<ReadOnlyMemory<byte>> Outgoing { get; } = Channel.CreateBounded<ReadOnlyMemory<byte>>(MostFramesWaiting);
    }
}
