using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.RadioHead;

/// <summary>Sends frames; a message that the radio does not take is tried again until it is back.</summary>
/// <param name="radio">The radio.</param>
/// <param name="watch">Told of what was sent, and of what was not.</param>
/// <param name="time">Clock for the pauses.</param>
internal sealed class PatientSender(IRadio radio, RadioWatch watch, TimeProvider time)
{
    private static readonly Duration FirstPause = Duration.FromMilliseconds(250);
    private static readonly Duration LongestPause = Duration.FromSeconds(10);

    private TaskCompletionSource _back = NotYet();

    /// <summary>The radio was away and is back: what waits is tried at once. From any thread.</summary>
    public void HandleRadioBack() => Interlocked.Exchange(ref _back, NotYet()).TrySetResult();

    /// <summary>Sends one frame.</summary>
    /// <returns>How it was on the air; null if it was not, and nobody waits for it any more.</returns>
    /// <exception cref="RadioException">It can never be sent.</exception>
    public async Task<Transmission?> SendAsync(OutgoingFrame frame, CancellationToken stop)
    {
        var pause = FirstPause;
        while (true)
        {
            // Before the try: it may come back while that fails.
            var back = Volatile.Read(ref _back).Task;
            try
            {
                var sent = await radio.SendAsync(frame.Octets, stop);
                watch.HandleSent();
                return sent;
            }
            catch (RadioException failure)
            {
                watch.HandleFailed(failure.Message);
                if (failure.IsFinal) throw;

                // Nobody waits for a late acknowledgement; a message is kept until the radio is back.
                if (frame.Token is null) return null;
                pause = await PauseAsync(pause, back, stop);
            }
        }
    }

    private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits; returns how long the next pause is to be.</summary>
    private async Task<Duration> PauseAsync(Duration pause, Task back, CancellationToken stop)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var first = await Task.WhenAny(back, time.WaitUntil(time.Now() + pause, cut.Token));
        await cut.CancelAsync();
        stop.ThrowIfCancellationRequested();
        if (first == back) return FirstPause;
        return pause * 2 < LongestPause ? pause * 2 : LongestPause;
    }
}
