using System.Runtime.InteropServices;

namespace Farlink.Commands;

/// <summary>
/// Ctrl-C, SIGTERM and the end of the terminal as a cancellation: a clean end, with the exit code of the work, not a killed
/// process. SIGHUP may mean something else to a service.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private readonly Action? _onHangUp;

    /// <summary>Handles the signals from now on.</summary>
    /// <param name="onHangUp">Called at SIGHUP; null: it ends the work like the others.</param>
    public Interruption(Action? onHangUp = null)
    {
        _onHangUp = onHangUp;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, HandleHangUp);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _source.Dispose();
    }

    private void HandleHangUp(PosixSignalContext context)
    {
        if (_onHangUp is null)
        {
            Handle(context);
            return;
        }

        context.Cancel = true;
        _onHangUp();
    }

    private void Handle(PosixSignalContext context)
    {
        // The second time the default action ends the process: a way out if the clean end hangs.
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        _source.Cancel();
    }
}
