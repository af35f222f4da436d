using Farlink.Protocol.Store;
using Farlink.Simulation.Network;

namespace Farlink.Storage.Tests;

public sealed class SimulatedDiskSuite : StoreSuite
{
    private readonly SimulatedDisk _disk = new(42);

    protected override IDurableStore Store => _disk;

    protected override StoreImage Reopened()
    {
        _disk.LosePower();
        return _disk.Load();
    }

    [Fact]
    public void LosePower_UnsyncedWrite_IsGone()
    {
        _disk.Write([new CommitRequest(1, new(0), [new StoreOperation.Accept(Row(1))])]);
        Assert.Empty(Reopened().Outbox);
    }
}
