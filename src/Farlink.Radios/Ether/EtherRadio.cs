using System.Text.Json;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Ether;

/// <summary>
/// A radio on an ether that another process serves. It has everything a chip has: signal strength, activity detection, half
/// duplex. When the ether goes away it connects again by itself; frames sent meanwhile fail.
/// </summary>
public sealed class EtherRadio : IRadio
{
    private static readonly Duration MostAnswerTime = Duration.FromSeconds(30);
    private readonly EtherOptions _options;
    private readonly TimeProvider _time;
    private readonly ReceiveQueue _received = new();
    private readonly KeptConnection<LineConnection> _connection;
    private readonly SemaphoreSlim _oneQuestion = new(1, 1);
    private readonly Lock _lock = new();
    private TaskCompletionSource<(string Word, JsonElement Line)>? _answer;
    private RadioSettings? _settings;

    private EtherRadio(EtherOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _connection = new KeptConnection<LineConnection>(ConnectAsync, ReadUntilClosedAsync, time);
        Capabilities = new RadioCapabilities
        {
            Description = $"simulated ether at {options.Host}:{options.Port}",
            IsSimulated = true,
            ReportsSignal = true,
            DetectsActivity = true,
        };
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public string? Trouble => _connection.Current is null ? Gone(null).Message : null;

    /// <summary>Connects to an ether.</summary>
    /// <exception cref="RadioException">Nothing answers there, or it speaks something else.</exception>
    public static async Task<EtherRadio> OpenAsync(
        EtherOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var radio = new EtherRadio(options, time);
        try
        {
            await radio._connection.OpenAsync(cancellationToken);
            return radio;
        }
        catch (Exception failure) when (KeptConnection<LineConnection>.IsFailure(failure))
        {
            await radio.DisposeAsync();
            throw new RadioException(
                $"No ether answers at {options.Host}:{options.Port} ({failure.Message}). "
                + $"Start one with: farlink sim ether --physical --listen {options.Host}:{options.Port}", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        await AskAsync(Settings(settings), "configured", MostAnswerTime, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        if (_settings is not { } settings || settings.TransmitPower == power) return;
        await ConfigureAsync(settings with { TransmitPower = power }, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length is 0 or > LoRaAirtime.LongestPayloadOctets)
            throw new RadioException($"A LoRa frame has 1 to 255 octets; this one has {frame.Length}.");
        var modulation = _settings?.Modulation
            ?? throw new RadioException("The radio has no settings yet: configure it before the first frame.");
        var airtime = LoRaAirtime.Of(modulation, frame.Length);
        await AskAsync(
            EtherLine.Make("send", writer => writer.WriteString("frame", Convert.ToHexStringLower(frame.Span))), "sent",
            airtime + MostAnswerTime, cancellationToken);
        return new Transmission(_time.Now() - airtime, airtime);
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _received.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync(EtherLine.Make("detect"), "detected", MostAnswerTime, cancellationToken);
        return answer.TryGetProperty("busy", out var busy) && busy.ValueKind == JsonValueKind.True;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _received.Close(new RadioException("The radio was closed."));
    }

    private static byte[] Settings(RadioSettings settings) =>
        EtherLine.Make("configure", writer => EtherLine.WriteSettings(writer, settings));

    private RadioException Gone(Exception? cause)
    {
        var message = $"The ether at {_options.Host}:{_options.Port} is gone; connecting again.";
        return cause is null ? new RadioException(message) { IsUnsent = true } : new RadioException(message, cause);
    }

    private async Task<JsonElement> AskAsync(
        byte[] question, string expected, Duration patience, CancellationToken cancellationToken)
    {
        await _oneQuestion.WaitAsync(cancellationToken);
        LineConnection? connection = null;
        try
        {
            connection = _connection.Current ?? throw Gone(null);
            var answer = new TaskCompletionSource<(string Word, JsonElement Line)>(
                TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock) _answer = answer;
            await connection.WriteAsync(question, cancellationToken);
            var (word, line) = await answer.Task.WaitAsync(patience.ToTimeSpan(), _time, cancellationToken);
            return word == expected ? line : throw new RadioException($"The ether refused: {Why(line)}");
        }
        catch (Exception failure) when (KeptConnection<LineConnection>.IsFailure(failure))
        {
            connection?.Dispose();
            throw Gone(failure);
        }
        catch (OperationCanceledException)
        {
            // Its answer may still come, and must not be taken for another's.
            connection?.Dispose();
            throw;
        }
        finally
        {
            lock (_lock) _answer = null;
            _oneQuestion.Release();
        }
    }

    private async Task<LineConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new LineConnection(
            await KeptConnection<LineConnection>.DialAsync(_options.Host, _options.Port, _time, cancellationToken));
        try
        {
            await connection.WriteAsync(
                EtherLine.Make("join", writer =>
                {
                    writer.WriteNumber("protocol", EtherLine.Version);
                    writer.WriteString("name", _options.Name);
                    writer.WriteNumber("x", _options.X);
                    writer.WriteNumber("y", _options.Y);
                }),
                cancellationToken);
            await ExpectAsync(connection, "joined", cancellationToken);
            if (_settings is null) return connection;
            await connection.WriteAsync(Settings(_settings), cancellationToken);
            await ExpectAsync(connection, "configured", cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static async Task ExpectAsync(LineConnection connection, string expected, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(KeptConnection<LineConnection>.ConnectTimeout.ToTimeSpan());
        byte[]? octets;
        try
        {
            octets = await connection.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("it does not answer: is that an ether of farlink sim ether --physical?");
        }

        if (octets is null) throw new IOException("it hung up");
        var line = EtherLine.Parse(octets, out var word);
        if (word != expected) throw new InvalidDataException($"it refused: {Why(line)}");
    }

    private async Task ReadUntilClosedAsync(LineConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            while (await connection.ReadAsync(cancellationToken) is { } octets)
            {
                var line = EtherLine.Parse(octets, out var word);
                if (word == "frame") _received.Add(Frame(line));
                else lock (_lock) _answer?.TrySetResult((word, line));
            }
        }
        finally
        {
            lock (_lock) _answer?.TrySetException(new IOException("the ether hung up"));
        }
    }

    private ReceivedFrame Frame(JsonElement line) => new(
        EtherLine.Octets(line, "frame"), _time.Now(), new Dbm(EtherLine.Number(line, "rssi_dbm")),
        new Decibel(EtherLine.Number(line, "snr_db")), new Hertz(0));

    private static string Why(JsonElement line) =>
        line.TryGetProperty("why", out var why) && why.ValueKind == JsonValueKind.String
        ? Protocol.Text.Printable.Escape(why.GetString()!) : "it says something else than was asked";
}
