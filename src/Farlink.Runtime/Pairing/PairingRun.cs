using System.Security.Cryptography;
using Farlink.Keys.Elements;
using Farlink.Protocol.Pairing;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Runtime.Pairing;

/// <summary>
/// Runs one try of a pairing over the air: radio, clock and element on one side, <see cref="AirPairing"/> on the other, and a
/// person who is asked. All calls into it come from one loop.
/// </summary>
public sealed class PairingRun
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(150);

    private readonly IRadio _radio;
    private readonly AirPairing _pairing;
    private readonly ISecureElement _element;
    private readonly TimeProvider _time;
    private readonly PairingQuestions _questions;
    private Task<byte[]>? _computing;
    private Task<byte?>? _asking;
    private bool _isAsked;
    private Instant _lingerUntil = Instant.Never;

    private PairingRun(IRadio radio, AirPairing pairing, ISecureElement element, TimeProvider time, PairingQuestions questions)
    {
        _radio = radio;
        _pairing = pairing;
        _element = element;
        _time = time;
        _questions = questions;
    }

    /// <summary>Runs it to its end; <see cref="AirPairing.Step"/> says what came of it.</summary>
    /// <param name="radio">A configured radio.</param>
    /// <param name="pairing">The try.</param>
    /// <param name="element">This end's static key.</param>
    /// <param name="time">The clock by which the try was opened.</param>
    /// <param name="questions">Who is asked, and who keeps it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RadioException">The radio is gone, or cannot send.</exception>
    public static async Task RunAsync(
        IRadio radio, AirPairing pairing, ISecureElement element, TimeProvider time, PairingQuestions questions,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(pairing);
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(questions);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await new PairingRun(radio, pairing, element, time, questions).RunAsync(closing.Token);
        }
        finally
        {
            await closing.CancelAsync();
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var receiving = _radio.ReceiveAsync(stop).AsTask();
        while (!IsOver())
        {
            Advance(stop);
            if (_pairing.Step == PairingStep.Failed) return;
            while (_pairing.PollTransmit(_time.Now()) is { } frame) await SendAsync(frame, stop);
            var waited = await WaitAsync(receiving, stop);
            _pairing.HandleTimeout(_time.Now());
            if (waited == receiving)
            {
                _pairing.HandleFrame((await receiving).Octets.Span, _time.Now());
                receiving = _radio.ReceiveAsync(stop).AsTask();
            }
        }
    }

    private bool IsOver() => _pairing.Step == PairingStep.Failed
        || (_pairing.Step == PairingStep.Done && _time.Now() >= _lingerUntil);

    /// <summary>Whatever is ready: answers of the element and of the person, and the pairing itself.</summary>
    private void Advance(CancellationToken stop)
    {
        if (_computing is { IsCompleted: true })
        {
            var answer = _computing.Result;
            _computing = null;
            if (_pairing.Request is not null) _pairing.HandleAnswer(answer, _time.Now());
            CryptographicOperations.ZeroMemory(answer);
        }

        if (_pairing.Step == PairingStep.Comparing && !_isAsked)
        {
            _isAsked = true;
            _asking = _questions.AskAsync(_pairing, stop);
        }

        if (_asking is { IsCompleted: true } answered)
        {
            _asking = null;
            if (answered.GetAwaiter().GetResult() is { } link) _pairing.Confirm(link, _time.Now());
            else _pairing.Refuse();
        }

        if (_pairing.Request is { } request && _computing is null) _computing = Task.Run(() => Compute(request), stop);
        if (_pairing.Step != PairingStep.Proven) return;
        _questions.Keep(_pairing);
        _pairing.HandleKept(_time.Now());
        Linger();
    }

    /// <summary>The site may not have heard the last frame: it repeats its own, and is answered.</summary>
    private void Linger() => _lingerUntil =
        _pairing.IsAskedAfterDone ? _time.Now() + new Duration(_pairing.RepeatInterval.Nanoseconds * 3 / 2) : _time.Now();

    private async Task SendAsync(byte[] frame, CancellationToken stop)
    {
        while (await _radio.DetectActivityAsync(stop)) await Task.Delay(BusyPause, _time, stop);
        await _radio.SendAsync(frame, stop);
        if (_pairing.Step == PairingStep.Done) Linger();
    }

    private async Task<Task> WaitAsync(Task receiving, CancellationToken stop)
    {
        var next = _pairing.NextTimeout < _lingerUntil ? _pairing.NextTimeout : _lingerUntil;
        List<Task> waits = [receiving, _time.WaitUntil(next, stop)];
        if (_computing is not null) waits.Add(_computing);
        if (_asking is not null) waits.Add(_asking);
        return await Task.WhenAny(waits);
    }

    /// <summary>The answer; empty if the element cannot, which is told.</summary>
    private byte[] Compute(EdhocRequest request)
    {
        try
        {
            return request is EdhocRequest.Agree agree ? _element.Agree(agree.Peer.Span) : [];
        }
        catch (Exception failure)
        {
            _questions.KeyFailed(failure.Message);
            return [];
        }
    }
}
