using System.Threading.Channels;
using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.Link;

/// <summary>
/// Puts frames on the air, one at a time: listens first where the frame wants that, sets the power it asks for, and tells how it
/// ended.
/// </summary>
/// <param name="radio">The radio.</param>
/// <param name="clock">The store's clock.</param>
/// <param name="watch">Told of what was sent, and of what was not.</param>
/// <param name="outcome">How each ended.</param>
internal sealed class FrameSender(IRadio radio, StoreClock clock, RadioWatch watch, FrameOutcome outcome)
{
    private readonly Channel<Transmit> _toSend = Channel.CreateBounded<Transmit>(1);
    private Dbm? _power;

    /// <summary>Takes the next frame; the one before has ended.</summary>
    public void Add(Transmit frame) => _toSend.Writer.TryWrite(frame);

    /// <summary>Sends until stopped, or until the radio is gone for good.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var frame in _toSend.Reader.ReadAllAsync(stop))
        {
            Instant? start = null;
            try
            {
                if (frame.ListenFirst && await radio.DetectActivityAsync(stop))
                {
                    outcome.Busy();
                    continue;
                }

                if (frame.Power is { } power && power != _power)
                {
                    await radio.SetPowerAsync(power, stop);
                    _power = power;
                }

                start = clock.Now;
                var sent = await radio.SendAsync(frame.Octets, stop);
                watch.HandleSent();
                outcome.Sent(frame, sent);
            }
            catch (RadioException failure) when (!failure.IsFinal)
            {
                watch.HandleFailed(failure.Message);
                if (start is { } begun && !failure.IsUnsent) outcome.Failed(begun);
                else outcome.NotSent();
            }
        }
    }
}
