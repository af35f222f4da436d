using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Radios;

namespace Farlink.Simulation.Ether;

/// <summary>
/// A radio of somebody who has no key: it records what it hears, and while it is switched on sends on the same channel, at a
/// bounded rate, what it recorded, what it recorded with another tag, made-up hellos and random octets. Thread-safe.
/// </summary>
public sealed class HostileRadio : IAsyncDisposable
{
    private const int MostHeard = 200;
    private const int MostNoiseOctets = 64;

    /// <summary>From half of this to one and a half of it, on the radio's clock; a link in between still gets through.</summary>
    private static readonly Duration Pause = Duration.FromSeconds(1.5);

    private readonly IRadio _radio;
    private readonly byte _link;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly List<byte[]> _heard = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _isOn;
    private long _sent;

    private HostileRadio(IRadio radio, byte link, TimeProvider time, Random random)
    {
        _radio = radio;
        _link = link;
        _time = time;
        _random = random;
    }

    /// <summary>Whether it sends; it records all the time.</summary>
    public bool IsOn
    {
        get => _isOn;
        set
        {
            _isOn = value;
            if (value) _wake.Release();
        }
    }

    /// <summary>Frames it sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Begins to record.</summary>
    /// <param name="radio">Its radio; disposed of with it.</param>
    /// <param name="settings">The channel of the link that it attacks.</param>
    /// <param name="link">The id of that link, which anybody can read on the air.</param>
    /// <param name="time">The radio's clock.</param>
    /// <param name="random">A seeded source.</param>
    public static async Task<HostileRadio> StartAsync(
        IRadio radio, RadioSettings settings, byte link, TimeProvider time, Random random)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(random);
        await radio.ConfigureAsync(settings, CancellationToken.None);
        var hostile = new HostileRadio(radio, link, time, random);
        hostile._running = Task.WhenAll(hostile.HearAsync(), hostile.SendAsync());
        return hostile;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }

        await _radio.DisposeAsync();
        _wake.Dispose();
        _closing.Dispose();
    }

    private async Task HearAsync()
    {
        while (true)
        {
            var frame = await _radio.ReceiveAsync(_closing.Token);
            lock (_lock)
            {
                if (_heard.Count < MostHeard) _heard.Add(frame.Octets.ToArray());
                else _heard[_random.Next(MostHeard)] = frame.Octets.ToArray();
            }
        }
    }

    private async Task SendAsync()
    {
        while (true)
        {
            if (!_isOn)
            {
                await _wake.WaitAsync(_closing.Token);
                continue;
            }

            await _time.WaitUntil(_time.Now() + NextPause(), _closing.Token);
            if (!_isOn) continue;
            await _radio.SendAsync(NextFrame(), _closing.Token);
            Interlocked.Increment(ref _sent);
        }
    }

    private Duration NextPause()
    {
        lock (_lock) return Duration.FromSeconds(Pause.Seconds * (0.5 + _random.NextDouble()));
    }

    private byte[] NextFrame()
    {
        lock (_lock)
        {
            return _random.Next(4) switch
            {
                0 when _heard.Count > 0 => Heard(),
                1 when _heard.Count > 0 => WithAnotherTag(Heard()),
                2 => Hello(),
                _ => Noise(),
            };
        }
    }

    private byte[] Heard() => _heard[_random.Next(_heard.Count)];

    /// <summary>The head as it was sent, so that it looks like the next frame of the session; the tag is a guess.</summary>
    private byte[] WithAnotherTag(byte[] heard)
    {
        byte[] frame = [.. heard];
        _random.NextBytes(frame.AsSpan(Math.Max(0, frame.Length - FrameHead.TagSize)));
        return frame;
    }

    /// <summary>A first hello under a key of its own.</summary>
    private byte[] Hello()
    {
        var octets = new byte[PreSharedKey.Size + PskHello.NonceSize];
        _random.NextBytes(octets);

        // No text and no constant: such a key is refused.
        octets[0] |= 0x80;
        return PskHello.First(
            new PreSharedKey(octets.AsSpan(0, PreSharedKey.Size)), _link, _random.Next(2) == 0, (uint)_random.Next(),
            octets.AsSpan(PreSharedKey.Size));
    }

    private byte[] Noise()
    {
        var octets = new byte[_random.Next(2, MostNoiseOctets + 1)];
        _random.NextBytes(octets);
        return octets;
    }
}
