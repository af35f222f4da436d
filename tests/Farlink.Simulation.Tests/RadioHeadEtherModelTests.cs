using CsCheck;
using Farlink.Protocol.Units;
using Farlink.Simulation.RadioHeadEther;

namespace Farlink.Simulation.Tests;

public sealed class RadioHeadEtherModelTests
{
    private static readonly Instant Zero = new(0);

    [Fact]
    public void Send_Frame_GoesToAllButTheSenderAfterItsTime()
    {
        var ether = Ether("a", "b", "c");
        ether.Send("a", new byte[50], Zero);
        Assert.Equal(Duration.FromMilliseconds(40), ether.NextDue - Zero);
        Assert.Empty(ether.TakeDue(ether.NextDue - new Duration(1)));
        Assert.Equal(["b", "c"], ether.TakeDue(ether.NextDue).Select(due => due.Node));
        Assert.Equal(Instant.Never, ether.NextDue);
    }

    [Fact]
    public void Send_SecondWhileTheFirstIsUnderWay_DestroysBothWhereTheyMeet()
    {
        var ether = Ether("a", "b", "c");
        ether.Send("a", new byte[50], Zero);
        ether.Send("b", new byte[50], Zero + Duration.FromMilliseconds(10));

        // At c both met; a gets b's and b gets a's.
        Assert.Equal(["b"], ether.TakeDue(Zero + Duration.FromMilliseconds(40)).Select(due => due.Node));
        Assert.Equal(["a"], ether.TakeDue(Zero + Duration.FromMilliseconds(50)).Select(due => due.Node));
        Assert.Equal(2, ether.Collided);
    }

    [Fact]
    public void Send_ThirdAfterACollision_StartsAfresh()
    {
        var ether = Ether("a", "b", "c");
        ether.Send("a", new byte[50], Zero);
        ether.Send("a", new byte[50], Zero);
        ether.Send("a", new byte[] { 7 }, Zero);
        Assert.All(ether.TakeDue(Zero + Duration.FromSeconds(1)), due => Assert.Equal(1, due.Frame.Length));
    }

    [Fact]
    public void Remove_Node_TakesItsFrameAlong()
    {
        var ether = Ether("a", "b");
        ether.Send("a", new byte[50], Zero);
        ether.Remove("b");
        Assert.Empty(ether.TakeDue(Zero + Duration.FromSeconds(1)));
    }

    [Fact]
    public void Send_AnyTraffic_AccountsForEveryCopy() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        string[] names = ["a", "b", "c", "d"];
        var ether = new RadioHeadEtherModel<string>(10_000, 0.2, random);
        foreach (var name in names) ether.Add(name);
        var now = Zero;
        for (var i = 0; i < 200; i++)
        {
            now += Duration.FromMilliseconds(random.Next(60));
            ether.TakeDue(now);
            ether.Send(names[random.Next(4)], new byte[1 + random.Next(255)], now);
        }

        ether.TakeDue(Instant.Never - Duration.FromSeconds(1));
        Assert.Equal(200, ether.Sent);
        Assert.Equal(200 * 3, ether.Delivered + ether.Collided + ether.Lost);
    });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 1.1)]
    [InlineData(1000, -0.1)]
    public void Constructor_ImpossibleOptions_Throws(int bitsPerSecond, double loss) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RadioHeadEtherModel<string>(bitsPerSecond, loss, new Random(1)));

    private static RadioHeadEtherModel<string> Ether(params string[] names)
    {
        var ether = new RadioHeadEtherModel<string>(10_000, 0, new Random(1));
        foreach (var name in names) ether.Add(name);
        return ether;
    }
}
