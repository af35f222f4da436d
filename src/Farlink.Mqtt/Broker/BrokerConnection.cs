using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// One TCP connection to the broker, from its first octet on. Until its client is known it has a deadline and a place in the
/// limits.
/// </summary>
internal sealed class BrokerConnection : IDisposable
{
    /// <summary>Why a connection is cut off when the password file was read again.</summary>
    public const string UserIsGone = "its user is no longer in the password file";

    private readonly ConnectionContext _context;
    private readonly IDisposable _place;
    private readonly ITimer _deadline;
    private readonly Lock _lock = new();
    private X509Certificate2? _certificate;
    private PacketGate? _gate;
    private Action<string> _cut = _ => { };
    private int _isKnown;
    private int _isEnding;

    public BrokerConnection(
        ConnectionContext context, ListenerOptions listener, IDisposable place, TimeProvider time, TimeSpan timeout,
        Action onDeadline)
    {
        _context = context;
        _place = place;
        Listener = listener;
        _deadline = time.CreateTimer(
            _ =>
            {
                if (IsKnown) return;
                IsRefused = true;
                if (Interlocked.Exchange(ref _isEnding, 1) == 0) onDeadline();
                _context.Abort(new ConnectionAbortedException("no login in time"));
            },
            null, timeout, Timeout.InfiniteTimeSpan);
    }

    public ListenerOptions Listener { get; }

    public string Peer => _context.RemoteEndPoint is IPEndPoint peer ? peer.Address.ToString() : "unknown";

    /// <summary>The certificate that passed our check, on a mutual listener; ours to dispose of.</summary>
    public X509Certificate2? Certificate
    {
        get => Volatile.Read(ref _certificate);
        set => Volatile.Write(ref _certificate, value);
    }

    /// <summary>Whom the certificate names that was shown, to be printed; empty if none was.</summary>
    public string Subject { get; set; } = string.Empty;

    /// <summary>Whether its client is known.</summary>
    public bool IsKnown => Volatile.Read(ref _isKnown) == 1;

    /// <summary>The user of its client; null before it is known, and for an anonymous one.</summary>
    public string? User { get; set; }

    /// <summary>Whether a refusal was logged already, so that its consequences need no line of their own.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Whether TLS, where there is any, was agreed.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Puts the gate before everything that reads.</summary>
    public void Open(BrokerLimits limits, Action<string> cut)
    {
        IsOpen = true;
        _cut = cut;
        _gate = new PacketGate(_context.Transport.Input, limits.MostConnectOctets, Cut);
        _context.Transport = new Transport(_gate, _context.Transport.Output);
    }

    /// <summary>The client is known: no deadline any more, larger packets, its place free for the next.</summary>
    public void Know(BrokerLimits limits)
    {
        if (Interlocked.Exchange(ref _isKnown, 1) == 1) return;
        _deadline.Dispose();
        _place.Dispose();
        _gate?.AllowPackets(limits.MostPacketOctets);
    }

    /// <summary>Why its certificate is refused now; null if it is not, or there is none.</summary>
    public string? CheckAgain(Func<X509Certificate2?, string?>? refuse)
    {
        lock (_lock) return Certificate is { } shown ? refuse?.Invoke(shown) : null;
    }

    /// <summary>Ends the connection, and logs why if nothing ended it before: what follows from an end needs no line.</summary>
    public void Cut(string reason) => TryCut(reason);

    /// <summary>The same.</summary>
    /// <returns>Whether nothing had ended it before.</returns>
    public bool TryCut(string reason)
    {
        var isFirst = Interlocked.Exchange(ref _isEnding, 1) == 0;
        if (isFirst) _cut(reason);
        _context.Abort(new ConnectionAbortedException(reason));
        return isFirst;
    }

    public void Dispose()
    {
        _deadline.Dispose();
        _place.Dispose();
        lock (_lock)
        {
            Certificate?.Dispose();
            Certificate = null;
        }
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
