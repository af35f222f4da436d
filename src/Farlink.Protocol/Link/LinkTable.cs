using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>The links of a station, in order and by id.</summary>
internal sealed class LinkTable
{
    private readonly Link?[] _byId = new Link?[256];

    /// <exception cref="ArgumentException">See <see cref="LinkStation"/>.</exception>
    public LinkTable(StationContext context, StoreImage image, Instant now)
    {
        var options = context.Options;
        if (options.Links.Count == 0 || (options.Role == LinkRole.Site && options.Links.Count > 1))
            throw new ArgumentException("A site has one link, a base at least one.", nameof(context));
        var stale = new StaleReplies();
        All = [.. options.Links.Select((link, index) => new Link(context, link, index, image, stale, now))];
        foreach (var link in All)
        {
            if (_byId[link.Options.Id] is not null)
                throw new ArgumentException($"Link id {link.Options.Id} is given twice.", nameof(context));
            if (Array.Exists(All, other => other != link && other.Options.Identity.IsSameAs(link.Options.Identity)))
                throw new ArgumentException($"The key of link {link.Options.Id} is another link's too.", nameof(context));
            _byId[link.Options.Id] = link;
            link.Opener?.Start(now);
        }
    }

    /// <summary>All of them.</summary>
    public Link[] All { get; }

    /// <summary>The link with this id that has not ended, or null.</summary>
    public Link? this[byte id] => _byId[id] is { IsEnded: false } link ? link : null;

    /// <summary>The link with this id.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Link Find(byte id) => _byId[id] ?? throw new ArgumentException($"There is no link {id}.", nameof(id));
}
