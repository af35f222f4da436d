using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Serial;

namespace Farlink.Radios.RNode;

/// <summary>An RNode at the end of a serial line: asks it, sets it, and reads what it says until it is gone.</summary>
internal sealed class RNodeConnection : IDisposable
{
    private const byte DetectQuestion = 0x73, DetectAnswer = 0x46;
    private const int RssiOffset = 157;
    private const int ReadOctets = 512;

    /// <summary>Firmware older than this does not echo what it was set to (RNodeInterface.py asks for it too).</summary>
    private static readonly Version Oldest = new(1, 52);

    private static readonly Duration AnswerTimeout = Duration.FromSeconds(2);

    /// <summary>Opening a port resets some boards; they need about two seconds to start.</summary>
    private static readonly TimeSpan DetectPause = TimeSpan.FromSeconds(0.5);

    private const int DetectTries = 8;
    private const byte ResetMark = 0xF8;
    private readonly DeviceFile _port;
    private readonly TimeProvider _time;
    private readonly ReceiveQueue _received;
    private readonly SemaphoreSlim _oneQuestion = new(1, 1);
    private readonly Lock _lock = new();
    private (RNodeCommand Command, TaskCompletionSource<byte[]> Answer)? _question;
    private bool _isFound;
    private Dbm? _rssi;
    private Decibel? _snr;

    private RNodeConnection(string path, DeviceFile port, ReceiveQueue received, TimeProvider time)
    {
        Path = path;
        _port = port;
        _time = time;
        _received = received;
        Closed = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string Path { get; }

    public ChannelAccess ChannelAccess { get; } = new();

    /// <summary>Fails when the line breaks; completes when it is disposed.</summary>
    public Task Closed { get; }

    /// <summary>Told of an error that the modem reports unasked: its number.</summary>
    public Action<byte>? OnError { get; set; }

    /// <summary>Told when the modem has sent something.</summary>
    public Action? OnSent { get; set; }

    /// <summary>Airtime of the longest frame, as it is set.</summary>
    public Duration LongestFrame { get; private set; }

    /// <summary>What it is set to; null: nothing, or nobody knows.</summary>
    public RadioSettings? Set { get; set; }

    /// <summary>Opens a line and finds an RNode at its end.</summary>
    /// <exception cref="RadioException">No port, or no RNode, or too old a one.</exception>
    public static async Task<RNodeConnection> OpenAsync(
        string path, ReceiveQueue received, TimeProvider time, CancellationToken cancellationToken)
    {
        RNodeConnection? connection = null;
        try
        {
            connection = new RNodeConnection(path, SerialPort.Open(path), received, time);
            await connection.DetectAsync(cancellationToken);
            return connection;
        }
        catch (TimeoutException failure)
        {
            connection?.Dispose();
            throw new RadioException(failure.Message, failure);
        }
        catch (IOException failure)
        {
            connection?.Dispose();
            throw new RadioException(
                $"{failure.Message} Is the RNode plugged in (ls /dev/serial/by-id), may this user use it (group dialout), "
                + "and does no other program?", failure);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command and waits for the modem's word on it.</summary>
    /// <exception cref="RadioException">It says that it failed.</exception>
    /// <exception cref="TimeoutException">It says nothing. Its word may still come, so the connection must be closed.</exception>
    /// <exception cref="IOException">The line is broken.</exception>
    public Task<byte[]> AskAsync(RNodeCommand command, byte[] octets, CancellationToken cancellationToken) =>
        AskAsync(command, octets, (AnswerTimeout + LongestFrame).ToTimeSpan(), cancellationToken);

    /// <summary>While it sends it answers nothing: from now on questions wait for the longest frame.</summary>
    public void ExpectFrames(LoRaModulation modulation)
    {
        LongestFrame = LoRaAirtime.Of(RNodeModem.AsSent(modulation), RNodeModem.MostFrameOctets);
        ChannelAccess.Reset(modulation);
    }

    /// <summary>Sends a command that has no answer.</summary>
    public void Send(RNodeCommand command, ReadOnlySpan<byte> octets) => _port.Write(KissFrame.Write(command, octets));

    /// <inheritdoc/>
    public void Dispose() => _port.Dispose();

    private async Task<byte[]> AskAsync(
        RNodeCommand command, byte[] octets, TimeSpan patience, CancellationToken cancellationToken)
    {
        await _oneQuestion.WaitAsync(cancellationToken);
        try
        {
            var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock) _question = (command, answer);
            Send(command, octets);
            var first = await Task.WhenAny(answer.Task, Closed).WaitAsync(patience, _time, cancellationToken);
            if (first == Closed) throw new IOException($"{Path} is gone.");
            return await answer.Task;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The modem at {Path} does not answer ({command}).");
        }
        finally
        {
            lock (_lock) _question = null;
            _oneQuestion.Release();
        }
    }

    private async Task DetectAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; !await IsFoundAsync(cancellationToken); tries++)
        {
            if (tries < DetectTries) continue;
            throw new RadioException(
                $"No RNode answers at {Path}. Is it this port, and has the board RNode firmware (rnodeconf --autoinstall)?");
        }

        var version = await AskAsync(RNodeCommand.FirmwareVersion, [0], cancellationToken);
        if (version.Length < 2 || new Version(version[0], version[1]) < Oldest)
        {
            throw new RadioException(
                $"The RNode at {Path} has firmware {string.Join('.', version)}; {Oldest} or newer is needed: "
                + "rnodeconf --update.");
        }

        _isFound = true;
    }

    /// <summary>One try; a device that only echoes is none.</summary>
    private async Task<bool> IsFoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync(RNodeCommand.Detect, [DetectQuestion], DetectPause, cancellationToken);
            if (answer is [DetectAnswer]) return true;
            await Task.Delay(DetectPause, _time, cancellationToken);
            return false;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Read()
    {
        var reader = new KissReader();
        var octets = new byte[ReadOctets];
        while (_port.Read(octets) is > 0 and var count)
        {
            foreach (var octet in octets.AsSpan(0, count))
                if (reader.TryTake(octet, out var frame)) Take((RNodeCommand)frame[0], frame[1..]);
        }
    }

    private void Take(RNodeCommand command, ReadOnlySpan<byte> octets)
    {
        switch (command)
        {
            case RNodeCommand.Data:
                Receive(octets);
                break;
            case RNodeCommand.PacketRssi when octets.Length == 1:
                _rssi = new Dbm(octets[0] - RssiOffset);
                break;
            case RNodeCommand.PacketSnr when octets.Length == 1:
                _snr = new Decibel((sbyte)octets[0] / 4.0);
                break;
            case RNodeCommand.PhysicalParameters:
                ChannelAccess.LearnPhysical(octets);
                break;
            case RNodeCommand.ChannelAccess:
                ChannelAccess.LearnContention(octets);
                break;
            case RNodeCommand.ChannelTimes when ChannelAccess.LearnAirtime(octets):
                OnSent?.Invoke();
                break;
            case RNodeCommand.Error when octets.Length > 0:
                OnError?.Invoke(octets[0]);
                break;
            case RNodeCommand.Reset when _isFound && octets is [ResetMark]:
                throw new IOException($"the RNode at {Path} started anew");
        }

        lock (_lock)
        {
            if (_question is not { } question) return;
            if (question.Command == command) question.Answer.TrySetResult(octets.ToArray());
            else if (command == RNodeCommand.Error && octets.Length > 0)
                question.Answer.TrySetException(new RadioException(RNodeError.Describe(Path, octets[0])));
        }
    }

    /// <summary>A packet of more than one frame is no frame of ours: somebody else's, on the same channel.</summary>
    private void Receive(ReadOnlySpan<byte> octets)
    {
        if (octets.Length is 0 or > RNodeModem.MostFrameOctets) return;
        _received.Add(new ReceivedFrame(octets.ToArray(), _time.Now(), _rssi, _snr));
        (_rssi, _snr) = (null, null);
    }
}
