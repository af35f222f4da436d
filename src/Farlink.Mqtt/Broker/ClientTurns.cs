namespace Farlink.Mqtt.Broker;

/// <summary>
/// One at a time of what begins and what ends under a client id. The library looks whether a connection was taken over, and
/// removes what it finds under its id, in two steps: a client that comes back in between would have its new connection and
/// session removed.
/// </summary>
internal sealed class ClientTurns
{
    private const int Stripes = 256;
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn of an id; ids may share one.</summary>
    /// <returns>The turn; its disposal gives it on.</returns>
    public async Task<IDisposable> EnterAsync(string clientId, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)string.GetHashCode(clientId, StringComparison.Ordinal) % Stripes];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) turn.Release();
        }
    }
}
