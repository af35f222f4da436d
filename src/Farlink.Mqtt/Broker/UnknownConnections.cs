namespace Farlink.Mqtt.Broker;

/// <summary>Counts connections whose client is not known yet, per address and in all. Thread-safe.</summary>
internal sealed class UnknownConnections(BrokerLimits limits)
{
    private readonly Dictionary<string, int> _perAddress = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>Takes a place; null if there is none.</summary>
    public IDisposable? TryEnter(string address)
    {
        lock (_lock)
        {
            var here = _perAddress.GetValueOrDefault(address);
            if (_all >= limits.MostUnknown || here >= limits.MostUnknownPerAddress) return null;
            _all++;
            _perAddress[address] = here + 1;
            return new Place(this, address);
        }
    }

    private void Leave(string address)
    {
        lock (_lock)
        {
            _all--;
            if (--_perAddress[address] == 0) _perAddress.Remove(address);
        }
    }

    private sealed class Place(UnknownConnections owner, string address) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) owner.Leave(address);
        }
    }
}
