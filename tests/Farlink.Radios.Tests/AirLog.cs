using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;

namespace Farlink.Radios.Tests;

/// <summary>What a simulated ether carried: the truth that radios are measured by. Thread-safe.</summary>
internal sealed class AirLog
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<AirFrame> _started = New(), _ended = New();

    /// <summary>The next frame that begins.</summary>
    public Task<AirFrame> NextStart
    {
        get
        {
            lock (_lock) return _started.Task;
        }
    }

    /// <summary>The next frame that ends.</summary>
    public Task<AirFrame> NextEnd
    {
        get
        {
            lock (_lock) return _ended.Task;
        }
    }

    public SimulatedEther Ether(TimeProvider time, ChannelOptions? channel = null) =>
        new(channel ?? new ChannelOptions(), time, new Random(1))
        {
            OnStart = frame => Tell(ref _started, frame),
            OnFrame = (frame, _) => Tell(ref _ended, frame),
        };

    public static Duration LengthOf(AirFrame frame) => frame.End - frame.Start;

    private static TaskCompletionSource<AirFrame> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell(ref TaskCompletionSource<AirFrame> waiting, AirFrame frame)
    {
        lock (_lock)
        {
            waiting.SetResult(frame);
            waiting = New();
        }
    }
}
