using Farlink.Protocol.Link;
using Farlink.Protocol.Text;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Tells what a station tells in the log. Refused frames are counted, not told one by one: anybody can send them.
/// </summary>
internal static class LinkEventLog
{
    public static void Tell(ILogger logger, IReadOnlyList<LinkOptions> links, LinkTraces traces, LinkEvent happened)
    {
        string Peer(byte id) => $"link {id} ({links.First(link => link.Id == id).Name})";
        switch (happened)
        {
            case LinkEvent.SessionUp up:
                RuntimeLog.SessionUp(logger, Peer(up.Link));
                break;
            case LinkEvent.Online online:
                RuntimeLog.Online(logger, Peer(online.Link));
                break;
            case LinkEvent.Offline offline:
                var why = offline.IsCleanStop ? "it stopped" : "it was not heard for too long";
                RuntimeLog.Offline(logger, Peer(offline.Link), why);
                break;
            case LinkEvent.NoAnswer none:
                RuntimeLog.NoAnswer(logger, none.Hellos);
                break;
            case LinkEvent.Dead dead when !NoticeTopics.IsOurs(dead.Message.Topic):
                var trace = traces.Of(dead) is { } parent ? $" (trace {parent.Trace})" : "";
                RuntimeLog.Dead(logger, Printable.Escape(dead.Message.Topic), DeadWords.Of(dead.Reason, dead.Words), trace);
                break;
            case LinkEvent.PeerLostDisk lost:
                RuntimeLog.PeerLostDisk(logger, Peer(lost.Link), lost.First, lost.Last);
                break;
            case LinkEvent.RolledBack back:
                RuntimeLog.RolledBack(logger, back.Committed, back.HighestGiven);
                break;
            case LinkEvent.ProtocolBreach breach:
                RuntimeLog.Breach(logger, Peer(breach.Link), breach.What);
                break;
            case LinkEvent.Rewound back:
                RuntimeLog.Rewound(
                    logger, Peer(back.Link), back.Above, Math.Max(0, back.Last - back.Above), back.Rows.Count,
                    back.IsCompressed ? "compressed" : "uncompressed");
                break;
            case LinkEvent.ForgeryAlarm alarm:
                RuntimeLog.ForgeryAlarm(logger, Peer(alarm.Link));
                break;
            default:
                break;
        }
    }
}
