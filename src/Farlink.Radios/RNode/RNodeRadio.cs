using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.RNode;

/// <summary>
/// A LoRa modem with RNode firmware on a serial port. It listens before it sends, by itself, and may be unplugged and plugged in
/// again. It speaks to RNodes only: each of its frames begins with an octet of its own.
/// </summary>
public sealed class RNodeRadio : IRadio
{
    private const byte LeaveAll = 0xFF;

    /// <summary>A modem that restarted by itself, with its line open, has forgotten what it was set to.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ReceiveQueue _received = new();
    private readonly SemaphoreSlim _oneSender = new(1, 1);
    private readonly KeptConnection<RNodeConnection> _connection;
    private RadioSettings? _settings;
    private int _isDisposed;

    private RNodeRadio(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _connection = new KeptConnection<RNodeConnection>(ConnectAsync, WatchAsync, time);
        Capabilities = CapabilitiesAt(path);
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public string? Trouble => _connection.Current is null ? Gone() : null;

    /// <summary>What a modem at a port can do.</summary>
    public static RadioCapabilities CapabilitiesAt(string path) => new()
    {
        Description = $"RNode at {path}",
        IsSimulated = false,
        MostFrameOctets = RNodeModem.MostFrameOctets,
        ReportsSignal = true,
        ListensBeforeSending = true,
    };

    /// <summary>Opens the port and finds the modem.</summary>
    /// <exception cref="RadioException">It is not there, or no RNode.</exception>
    public static async Task<RNodeRadio> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var radio = new RNodeRadio(path, time);
        await radio._connection.OpenAsync(cancellationToken);
        return radio;
    }

    /// <inheritdoc/>
    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (RNodeModem.Refuse(settings) is { } why) throw new RadioException($"An RNode cannot: {why}") { IsFinal = true };
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            _settings = settings;
            await UseAsync(connection => RNodeSetup.ConfigureAsync(connection, settings, cancellationToken));
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            if (_settings is not { } settings) return;
            settings = settings with { TransmitPower = power };
            _settings = settings;
            await UseAsync(connection => RNodeSetup.SetPowerAsync(connection, settings, cancellationToken));
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Most modems tell when they have sent. With one that does not, what is returned is the latest there is on a free channel,
    /// so
    /// that nobody counts on an answer too soon; the frame may have begun up to half a second earlier.
    /// </remarks>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length is 0 or > RNodeModem.MostFrameOctets)
        {
            throw new RadioException(
                $"A frame through an RNode has 1 to {RNodeModem.MostFrameOctets} octets; this one has {frame.Length}.");
        }

        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            var settings = _settings
                ?? throw new RadioException("The radio has no settings yet: configure it before the first frame.");
            Transmission sent = default;
            await UseAsync(async connection => sent = await SendAsync(connection, settings, frame, cancellationToken));
            return sent;
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _received.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        try
        {
            _connection.Current?.Send(RNodeCommand.RadioState, [RNodeSetup.Off]);
            _connection.Current?.Send(RNodeCommand.Leave, [LeaveAll]);
        }
        catch (Exception failure) when (KeptConnection<RNodeConnection>.IsFailure(failure))
        {
            // It is gone already.
        }

        await _connection.DisposeAsync();
        _received.Close(new RadioException("The radio was closed."));
    }

    private string Gone() => $"The RNode at {_path} is gone; it is looked for. {_connection.LastFailure}".TrimEnd();

    private Task<RNodeConnection> ConnectAsync(CancellationToken cancellationToken) =>
        RNodeConnection.OpenAsync(_path, _received, _time, cancellationToken);

    /// <summary>Sets the modem, and looks now and then whether it still is as it was set, until its line breaks.</summary>
    private async Task WatchAsync(RNodeConnection connection, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(WatchInterval, _time);
        while (true)
        {
            await LookAsync(connection, cancellationToken);
            var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(tick, connection.Closed) == connection.Closed) break;
            await tick;
        }

        await connection.Closed;
    }

    private async Task LookAsync(RNodeConnection connection, CancellationToken cancellationToken)
    {
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            if (_settings is { } settings) await RNodeSetup.EnsureAsync(connection, settings, cancellationToken);
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <summary>
    /// Uses the modem; one that fails half way, or does not answer, is opened again: nobody knows how it is set.
    /// </summary>
    private async Task UseAsync(Func<RNodeConnection, Task> use)
    {
        var connection = _connection.Current ?? throw new RadioException(Gone()) { IsUnsent = true };
        try
        {
            await use(connection);
        }
        catch (Exception failure) when (KeptConnection<RNodeConnection>.IsFailure(failure))
        {
            connection.Dispose();
            throw new RadioException($"The RNode at {_path} is gone: {failure.Message}", failure);
        }
        finally
        {
            if (connection.Set is null) connection.Dispose();
        }
    }

    private async Task<Transmission> SendAsync(
        RNodeConnection connection, RadioSettings settings, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (connection.Set != settings) await SetForSendingAsync(connection, settings, cancellationToken);
        var sent = RNodeModem.AsSent(settings.Modulation);
        if (connection.ChannelAccess.PreambleSymbols is { } preamble) sent = sent with { PreambleSymbols = preamble };
        var airtime = LoRaAirtime.Of(sent, frame.Length);
        var waiting = new RNodeSend(connection, airtime, _time);
        var start = await waiting.RunAsync(frame, cancellationToken);

        // A modem whose radio went off says nothing of the frame.
        if (await RNodeSetup.IsOnAsync(connection, cancellationToken)) return new Transmission(start, airtime);
        connection.Set = null;
        throw new RadioException($"The RNode at {_path} started anew; it is set again.");
    }

    /// <summary>A modem that cannot be set is not given the frame.</summary>
    private async Task SetForSendingAsync(
        RNodeConnection connection, RadioSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await RNodeSetup.ConfigureAsync(connection, settings, cancellationToken);
        }
        catch (RadioException failure)
        {
            throw new RadioException(failure.Message, failure) { IsFinal = failure.IsFinal, IsUnsent = true };
        }
        catch (Exception failure) when (KeptConnection<RNodeConnection>.IsFailure(failure))
        {
            connection.Dispose();
            throw new RadioException($"The RNode at {_path} is gone: {failure.Message}", failure) { IsUnsent = true };
        }
    }
}
