namespace Farlink.Radios.Tests;

/// <summary>
/// Time that passes only when there is nothing left to do: one thread runs everything that was begun in it, in order, and then
/// goes to the next timer. So a test of hours takes no time, and none depends on how busy the host is. What goes through the
/// thread
/// pool (a semaphore that was waited for, a cancellation) is waited for as far as the pool tells: see <see cref="Settle"/>.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    /// <summary>An item that takes longer, as one that waits for the outside does, is not waited for.</summary>
    private static readonly TimeSpan LongestItem = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly PriorityQueue<Timer, (long Due, long Number)> _timers = new();
    private readonly Context _context;
    private long _now;
    private long _lastNumber;

    private VirtualTime() => _context = new Context(this);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Runs something in a time of its own, to its end.</summary>
    public static async Task RunAsync(Func<VirtualTime, Task> action) => await RunAsync(async time =>
    {
        await action(time);
        return true;
    });

    /// <inheritdoc cref="RunAsync(Func{VirtualTime, Task})"/>
    public static Task<T> RunAsync<T>(Func<VirtualTime, Task<T>> action)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => result.SetFromTask(new VirtualTime().Pump(action))) { IsBackground = true };
        thread.Start();
        return result.Task;
    }

    /// <summary>Lets time pass here; none passes outside.</summary>
    public Task PassAsync(TimeSpan span) => Task.Delay(span, this);

    /// <summary>Lets time pass, a step at a time, until something holds; fails if it does not within an hour.</summary>
    public async Task UntilAsync(Func<bool> condition, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; !condition(); passed += step)
        {
            Assert.True(passed < TimeSpan.FromHours(1), "An hour has passed, and it does not hold.");
            await PassAsync(step);
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock) return _now;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private Task<T> Pump<T>(Func<VirtualTime, Task<T>> action)
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        var running = action(this);
        while (!running.IsCompleted)
        {
            while (Take() is { } work && !running.IsCompleted) work.Callback(work.State);
            if (!running.IsCompleted && Settle() && !Advance()) WaitForTheOutside();
        }

        return running;
    }

    private (SendOrPostCallback Callback, object? State)? Take()
    {
        lock (_lock) return _ready.TryDequeue(out var work) ? work : null;
    }

    /// <summary>
    /// Lets the thread pool do what was given to it: some items of ours go through it after that, and whatever they pass has
    /// begun. What has begun may be on a thread that the host does not run just now, so then no thread of the pool may be busy.
    /// </summary>
    /// <returns>Whether nothing came of it.</returns>
    private bool Settle()
    {
        const int rounds = 4;
        for (var round = 0; round < rounds; round++)
        {
            using var passed = new ManualResetEventSlim();
            ThreadPool.UnsafeQueueUserWorkItem(one => one.Set(), passed, preferLocal: false);
            passed.Wait();
            SpinWait.SpinUntil(IsPoolIdle, LongestItem);
            lock (_lock)
                if (_ready.Count > 0) return false;
        }

        return true;
    }

    private static bool IsPoolIdle()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return available == most && ThreadPool.PendingWorkItemCount == 0;
    }

    /// <summary>Goes to the next timer; without one only the outside can wake us.</summary>
    private bool Advance()
    {
        Timer? timer = null;
        lock (_lock)
        {
            while (timer is null && _timers.TryDequeue(out var next, out var at))
            {
                if (next.Number != at.Number) continue;
                _now = Math.Max(_now, at.Due);
                next.Number = 0;
                timer = next;
            }
        }

        timer?.Fire();
        return timer is not null;
    }

    private void WaitForTheOutside()
    {
        lock (_lock)
            while (_ready.Count == 0 && _timers.Count == 0) Monitor.Wait(_lock);
    }

    private sealed class Context(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (time._lock)
            {
                time._ready.Enqueue((d, state));
                Monitor.Pulse(time._lock);
            }
        }

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>Of its place in the queue: others are of the past.</summary>
        public long Number { get; set; }

        public void Fire()
        {
            if (_period != Timeout.InfiniteTimeSpan) Change(_period, _period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                Number = 0;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Number = ++time._lastNumber;
                time._timers.Enqueue(this, (time._now + dueTime.Ticks, Number));
                Monitor.Pulse(time._lock);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
