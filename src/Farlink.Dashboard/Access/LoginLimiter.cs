using System.Net;
using System.Net.Sockets;

namespace Farlink.Dashboard.Access;

/// <summary>
/// Bounds guesses at the password: five an address and twenty in all in any minute; right ones do not count. An address that the
/// owner logged in from is held to its own five alone, so strangers who guess from everywhere do not lock the owner out.
/// Thread-safe, and its memory is bounded: addresses that do not fit share one count.
/// </summary>
internal sealed class LoginLimiter(TimeProvider time)
{
    public const int MostOfAnAddress = 5;
    public const int MostOfAll = 20;
    public const int MostAddresses = 256;
    public const int MostKnown = 16;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Queue<long>> _byAddress = [];
    private readonly Queue<long> _all = new();

    /// <summary>Where logins came from, the latest last.</summary>
    private readonly List<IPAddress> _known = [];

    /// <summary>Addresses that are remembered now.</summary>
    internal int Addresses
    {
        get
        {
            lock (_lock) return _byAddress.Count;
        }
    }

    /// <summary>Counts a guess before it is checked, so that guesses at the same time count too.</summary>
    /// <returns>Null if it may be checked; else how long to wait.</returns>
    public TimeSpan? TryBegin(IPAddress address)
    {
        lock (_lock)
        {
            var key = KeyOf(address);
            var own = CountOf(key);
            if (Wait(own, MostOfAnAddress) is { } wait) return wait;
            var now = time.GetTimestamp();
            if (!_known.Contains(key))
            {
                Expire(_all);
                if (Wait(_all, MostOfAll) is { } waitOfAll) return waitOfAll;
                _all.Enqueue(now);
            }

            own.Enqueue(now);
            return null;
        }
    }

    /// <summary>The guess was right: what its address did before is forgotten, and it is known from now on.</summary>
    public void HandleRight(IPAddress address)
    {
        lock (_lock)
        {
            var key = KeyOf(address);
            var wasKnown = _known.Remove(key);
            if (_known.Count == MostKnown) _known.RemoveAt(0);
            _known.Add(key);
            if (!_byAddress.Remove(key, out var own) || wasKnown) return;

            // The counts have no names; as many of the oldest go as were this address's.
            for (var i = 0; i < own.Count && _all.Count > 0; i++) _all.Dequeue();
        }
    }

    /// <summary>Of IPv6 the /64: one subscriber has all of its addresses (RFC 6177 §2).</summary>
    private static IPAddress KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var octets = address.GetAddressBytes();
        octets.AsSpan(8).Clear();
        return new IPAddress(octets);
    }

    private Queue<long> CountOf(IPAddress key)
    {
        if (!_byAddress.ContainsKey(key) && _byAddress.Count >= MostAddresses) MakeRoom();
        if (_byAddress.Count >= MostAddresses && !_byAddress.ContainsKey(key)) key = IPAddress.None;
        if (!_byAddress.TryGetValue(key, out var own)) _byAddress[key] = own = new Queue<long>();
        Expire(own);
        return own;
    }

    private void MakeRoom()
    {
        foreach (var (key, own) in _byAddress.ToList())
        {
            Expire(own);
            if (own.Count == 0) _byAddress.Remove(key);
        }
    }

    private void Expire(Queue<long> count)
    {
        while (count.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window) count.Dequeue();
    }

    private TimeSpan? Wait(Queue<long> count, int most) =>
        count.Count < most ? null : Window - time.GetElapsedTime(count.Peek());
}
