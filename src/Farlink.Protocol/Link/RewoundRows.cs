using Farlink.Protocol.Store;

namespace Farlink.Protocol.Link;

/// <summary>
/// Which received messages that wait for their publication are not to be published any more: what their link's peer sent was
/// something else (<see cref="LinkEvent.Rewound"/>).
/// </summary>
public sealed class RewoundRows
{
    private readonly HashSet<long> _rows = [];

    /// <summary>Keeps in mind what was taken back.</summary>
    public void Add(LinkEvent.Rewound rewound)
    {
        ArgumentNullException.ThrowIfNull(rewound);
        _rows.UnionWith(rewound.Rows);
    }

    /// <summary>Whether a message was taken back; it is asked once for each, before its publication.</summary>
    public bool TryRemove(InboxRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _rows.Remove(row.Row);
    }
}
