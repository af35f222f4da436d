
using Farlink.Protocol.Store;

namespace Farlink.Simulation.Network;

/// <summary>
/// A store in memory with the semantics of a disk: what was committed survives <see cref="LosePower"/>, what was written and not
/// yet flushed does not.
/// </summary>
public sealed class SimulatedDisk : IDurableStore
{
    private readonly List<CommitRequest> _unsynced = [];
    private DiskState _state;

    /// <summary>Makes an empty store.</summary>
    /// <param name="storeId">Its id; not 0.</param>
    public SimulatedDisk(ulong storeId) => _state = new DiskState(storeId);

    private SimulatedDisk(DiskState state) => _state = state;

    /// <summary>Told of each operation when it is durable.</summary>
    public Action<StoreOperation>? OnDurable { get; set; }

    /// <summary>Commits that became durable so far.</summary>
    public long Commits { get; private set; }

    /// <summary>A copy as a backup makes one.</summary>
    public SimulatedDisk Copy() => new(_state.Copy());

    /// <summary>Goes back to an older copy, as a restored backup does.</summary>
    public void RollBack(SimulatedDisk older)
    {
        ArgumentNullException.ThrowIfNull(older);
        _unsynced.Clear();
        _state = older._state.Copy();
    }

    /// <inheritdoc/>
    public StoreImage Load() => _state.Image();

    /// <summary>Writes requests that are not durable yet.</summary>
    public void Write(IReadOnlyList<CommitRequest> requests) => _unsynced.AddRange(requests);

    /// <summary>Makes everything written durable.</summary>
    public void Flush()
    {
        foreach (var request in _unsynced)
        {
            _state.Apply(request);
            Commits++;
            if (OnDurable is not { } told) continue;
            foreach (var operation in request.Operations) told(operation);
        }

        _unsynced.Clear();
    }

    /// <summary>Loses what was not flushed.</summary>
    public void LosePower() => _unsynced.Clear();

    /// <inheritdoc/>
    public void Commit(IReadOnlyList<CommitRequest> requests)
    {
        Write(requests);
        Flush();
    }
}
