using System.Security.Cryptography;
using System.Text;

namespace Farlink.Dashboard.Access;

/// <summary>
/// Who is signed in. Kept in memory and as hashes: a dump of it signs nobody in, and a restart signs everybody out. Thread-safe.
/// </summary>
internal sealed class SessionBook(TimeProvider time)
{
    public const int MostSessions = 100;

    private const int TokenOctets = 32;

    /// <summary>Without a request of the user. A stream that goes on is none.</summary>
    public static readonly TimeSpan MostIdle = TimeSpan.FromHours(12);

    public static readonly TimeSpan MostInAll = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Signs somebody in.</summary>
    /// <returns>The token for the cookie.</returns>
    public string Open()
    {
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(TokenOctets));
        var now = time.GetTimestamp();
        lock (_lock)
        {
            Expire();
            if (_sessions.Count >= MostSessions) _sessions.Remove(_sessions.MinBy(one => one.Value.Used).Key);
            _sessions[KeyOf(token)] = new Session(now, now);
        }

        return token;
    }

    /// <summary>Whether a token is of somebody who is signed in.</summary>
    /// <param name="token">From a cookie.</param>
    /// <param name="isUse">Whether this is a request of the user, and so postpones the end.</param>
    public bool IsOpen(string? token, bool isUse)
    {
        if (token is not { Length: TokenOctets * 2 }) return false;
        var key = KeyOf(token);
        lock (_lock)
        {
            if (!_sessions.TryGetValue(key, out var session)) return false;
            if (IsOver(session))
            {
                _sessions.Remove(key);
                return false;
            }

            if (isUse) _sessions[key] = session with { Used = time.GetTimestamp() };
            return true;
        }
    }

    /// <summary>Signs somebody out.</summary>
    public void Close(string? token)
    {
        if (token is not { Length: TokenOctets * 2 }) return;
        lock (_lock) _sessions.Remove(KeyOf(token));
    }

    private static string KeyOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private bool IsOver(Session session) =>
        time.GetElapsedTime(session.Used) >= MostIdle || time.GetElapsedTime(session.Opened) >= MostInAll;

    private void Expire()
    {
        foreach (var (key, session) in _sessions.ToList())
            if (IsOver(session)) _sessions.Remove(key);
    }

    private readonly record struct Session(long Opened, long Used);
}
