using System.Text.RegularExpressions;
using Farlink.Protocol.Text;

namespace Farlink.Runtime.Watching;

/// <summary>Whose certificate is trusted no more, as events; the same in both modes. The hub's lock is held.</summary>
internal sealed partial class CertificateEvents(EventLog events)
{
    private readonly EventThrottle _throttle = new();

    public void Take(ChainEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case ChainEvent.CertificateRefused refused:
                if (_throttle.Admit(refused.Role, KindOf(refused), now) is not { } more) break;
                var text = $"A client was refused: {Printable.Escape(refused.Reason)}.{more}";
                events.Add(refused.Role, EventKind.Revoked, EventLevel.Warning, null, text);
                break;
            case ChainEvent.RevocationsTaken { Count: var count } taken:
                var names = count == 1 ? "1 certificate is revoked" : $"{count} certificates are revoked";
                events.Add(
                    taken.Role, EventKind.Revoked, EventLevel.Info, null, $"A new list of revocations is in force: {names}.");
                break;
            default:
                break;
        }
    }

    /// <summary>The reason without what a stranger chooses: he has as many names as he likes.</summary>
    private static string KindOf(ChainEvent.CertificateRefused refused)
    {
        var reason = refused.Subject.Length == 0
            ? refused.Reason : refused.Reason.Replace(refused.Subject, "..", StringComparison.Ordinal);
        return Numbers().Replace(reason, "#");
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
