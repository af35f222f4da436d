using System.Globalization;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Tells of frames that were refused, at most one line a minute for each reason and link: anybody can send them. Nothing is ever
/// answered on the air, so this is all that shows a wrong key.
/// </summary>
internal sealed class FrameRefusals(ILogger logger, IReadOnlyList<LinkOptions> links, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(LinkRefusal Reason, byte? Link), (long At, long Silent)> _last = [];
    private readonly Lock _lock = new();

    /// <summary>A frame was refused.</summary>
    public void Tell(LinkEvent.Refused refused)
    {
        if (Words(refused) is not { } words) return;
        long silent = 0;
        lock (_lock)
        {
            // Bounded: as many entries as reasons times link ids.
            var name = (refused.Reason, refused.Link);
            if (_last.TryGetValue(name, out var last) && time.GetElapsedTime(last.At) < Quiet)
            {
                _last[name] = last with { Silent = last.Silent + 1 };
                return;
            }

            silent = last.Silent;
            _last[name] = (time.GetTimestamp(), 0);
        }

        RuntimeLog.FrameRefused(
            logger, words, silent == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {silent} more like it before"));
    }

    private static string Cure(LinkOptions? link) => link?.Identity is PairedIdentity
        ? "If the other end was paired with this one, pair both again: farlink pair" : "Have both ends the same key file?";

    /// <summary>For people; null for what every radio hears from others and for the usual echo of a lossy channel.</summary>
    private string? Words(LinkEvent.Refused refused)
    {
        var link = links.FirstOrDefault(one => one.Id == refused.Link);
        var whose = link is null ? "a frame" : $"a frame of link {link.Id} ({link.Name})";
        return refused.Reason switch
        {
            LinkRefusal.ForgedHello =>
                $"the hello of {whose}: its key is not ours, or somebody forges. {Cure(link)}",
            LinkRefusal.NotAuthentic => $"{whose} that is not authentic: another key, or changed on its way",
            LinkRefusal.OtherVersion =>
                $"the hello of {whose}: expected protocol version 1, seen another version",
            LinkRefusal.OtherMode =>
                $"the hello of {whose}: expected session = \"{link?.Identity.Mode}\" as configured here, seen the other mode",
            LinkRefusal.Malformed => "a frame that is none of ours: expected mode \"farlink\", perhaps seen \"radiohead\"",
            LinkRefusal.UnknownLink when refused.Link == 0 =>
                "a frame of a pairing: somebody near is open for it, and this end is not (farlink pair)",
            LinkRefusal.UnknownLink when refused.Link is { } id =>
                $"the hello of link {id}, which is neither paired nor configured here: a neighbour, or a site that must be "
                + "paired",
            LinkRefusal.UnknownLink =>
                "a frame of a link id that is neither paired nor configured here: a neighbour, or a site that must be paired",
            LinkRefusal.StaleHello =>
                $"the hello of {whose}: its counter was used before (a recording, or a store that was put back)",
            LinkRefusal.Breach => $"{whose} that breaks the protocol",
            _ => null,
        };
    }
}
