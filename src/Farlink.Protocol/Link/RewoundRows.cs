using Farlink.Protocol.Store;

namespace Farlink.Protocol.Link;

/// <summary>
/// Which received messages that wait for their publication are not to be published any more: what their link's peer sent was
/// something else (<see cref="LinkEvent.Rewound"/>).
/// </summary>
public sealed class RewoundRows
{
    private readonly List<LinkEvent.Rewound> _rewound = [];

    /// <summary>Keeps in mind what was taken back.</summary>
    public void Add(LinkEvent.Rewound rewound) => _rewound.Add(rewound);

    /// <summary>Whether a message was taken back; to be asked in the order in which messages were received.</summary>
    public bool Has(InboxRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _rewound.RemoveAll(one => one.Link == row.Link && one.BelowRow <= row.Row);
        return _rewound.Exists(one => one.Link == row.Link && row.StreamId > one.Above);
    }
}
