using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests;

public sealed class RegionTests
{
    [Theory]
    [InlineData(868.1, 125, ChannelFinding.Inside, "g1")]
    [InlineData(869.525, 125, ChannelFinding.Inside, "g3")]
    [InlineData(869.525, 250, ChannelFinding.Inside, "g3")]
    [InlineData(868.3, 500, ChannelFinding.Inside, "g1")]
    [InlineData(868.35, 500, ChannelFinding.Inside, "g1")]
    [InlineData(868.0, 125, ChannelFinding.Straddles, "865")]
    [InlineData(869.525, 500, ChannelFinding.Outside, "g4")]
    [InlineData(868.65, 125, ChannelFinding.Outside, "g2")]
    [InlineData(867.9375, 125, ChannelFinding.Inside, "865")]
    [InlineData(867.9376, 125, ChannelFinding.Straddles, "865")]
    [InlineData(915, 125, ChannelFinding.Outside, null)]
    public void Check_Europe_LooksAtTheWholeBandwidth(double megahertz, double kilohertz, ChannelFinding finding, string? binding)
    {
        Assert.True(Regions.TryFind("eu868", out var region));
        var verdict = region.Check(Hertz.FromMegahertz(megahertz), Hertz.FromKilohertz(kilohertz));
        Assert.Equal(finding, verdict.Finding);
        Assert.Equal(binding, verdict.Binding?.Name);
    }

    [Theory]
    [InlineData(125, ChannelFinding.TooNarrow)]
    [InlineData(500, ChannelFinding.Inside)]
    public void Check_UnitedStates_WantsWideFixedChannels(double kilohertz, ChannelFinding finding)
    {
        Assert.True(Regions.TryFind("US915", out var region));
        Assert.Equal(finding, region.Check(Hertz.FromMegahertz(915), Hertz.FromKilohertz(kilohertz)).Finding);
    }

    [Fact]
    public void All_DefaultChannels_AreInside()
    {
        foreach (var region in Regions.All)
            Assert.Equal(ChannelFinding.Inside, region.Check(region.DefaultFrequency, region.DefaultBandwidth).Finding);
    }

    [Fact]
    public void Holds_OneHertzOutside_IsOutside()
    {
        Assert.True(Regions.TryFind("EU868", out var region));
        var g3 = region.SubBands.Single(band => band.Name == "g3");
        var bandwidth = Hertz.FromKilohertz(125);
        Assert.True(g3.Holds(new Hertz(869_462_500), bandwidth));
        Assert.False(g3.Holds(new Hertz(869_462_499), bandwidth));
        Assert.True(g3.Holds(new Hertz(869_587_500), bandwidth));
        Assert.False(g3.Holds(new Hertz(869_587_501), bandwidth));
    }

    [Fact]
    public void TryFind_UnknownName_IsFalse() => Assert.False(Regions.TryFind("MOON", out _));
}
