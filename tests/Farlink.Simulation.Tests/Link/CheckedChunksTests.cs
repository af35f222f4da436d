using Farlink.Protocol.Link;

namespace Farlink.Simulation.Tests.Link;

public sealed class CheckedChunksTests
{
    private readonly CheckedChunks<int> _chunks = new();
    private readonly List<int> _proven = [];

    [Fact]
    public void Add_SixteenBitsAtOnce_ProvesItAndAllBefore()
    {
        Add(0, 5);
        Add(1, 3);
        Assert.Empty(_proven);
        Add(2, 16);
        Assert.Equal([0, 1, 2], _proven);
        Assert.Equal(0, _chunks.Count);
    }

    [Fact]
    public void Add_AFewBitsEach_ProvesAChunkOnceItAndThoseAfterItHaveSixteen()
    {
        for (var number = 0; number < 6; number++) Add(number, 5);

        // 5 x 4 bits: the third from the end has 20, the one after it 15.
        Assert.Equal([0, 1, 2], _proven);
        Assert.Equal(3, _chunks.First);
    }

    [Fact]
    public void Prove_AllBelowAChunk_LeavesTheRest()
    {
        for (var number = 0; number < 4; number++) Add(number, 1);
        _chunks.Prove(2, _proven);
        Assert.Equal([0, 1], _proven);
        Assert.Equal(2, _chunks.Count);
    }

    private void Add(long number, int bits) => _chunks.Add(number, bits, (int)number, _proven);
}
