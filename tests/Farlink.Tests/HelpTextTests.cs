using Farlink.Commands;
using Farlink.Output;

namespace Farlink.Tests;

/// <summary>What is taken out of the help, and what is left in it.</summary>
public sealed class HelpTextTests
{
    /// <summary>Which file it is depends on where the command is given.</summary>
    [Fact]
    public void Plain_DefaultOfTheConfiguration_IsBothPlacesAndNotOne()
    {
        var file = ConfigCommand.FileOption();
        Assert.Equal(
            $"{file.Description}\n", HelpText.Plain($"{file.Description} [default: {file.GetDefaultValue()}]\n"));
        Assert.Null(OptionOutline.Of(file).Default);
    }

    [Theory]
    [InlineData("lease (default 12h) [default: 12:00:00]\n  --name", "lease (default 12h)\n  --name")]
    [InlineData("auto, off (default auto) [default: (False, Off)]", "auto, off (default auto)")]
    [InlineData("wpa2 (default\n        wpa2) [default:\n        Wpa2]\n", "wpa2 (default\n        wpa2)\n")]
    [InlineData("Name (default of it) or not [default: wlan0]", "Name (default of it) or not [default: wlan0]")]
    [InlineData("Interface [default: wlan0]\n", "Interface [default: wlan0]\n")]
    public void Plain_DefaultThatIsSaidTwice_IsLeftAsItIsTyped(string text, string expected) =>
        Assert.Equal(expected, HelpText.Plain(text));
}
