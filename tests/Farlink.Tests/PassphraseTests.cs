using Farlink.Commands;

namespace Farlink.Tests;

public sealed class PassphraseTests
{
    [Theory]
    [InlineData("horse\r", "horse")]
    [InlineData("horsf\be\r", "horse")]
    [InlineData("\b\r", "")]
    [InlineData("horse\u0004", "horse")]
    [InlineData("\u0004", null)]
    [InlineData("h\b\u0004", null)]
    public void Read_Keys_AreALineOrTheEndOfTheInput(string typed, string? expected)
    {
        var keys = new Queue<char>(typed);
        Assert.Equal(expected, Passphrase.Read(() => Key(keys.Dequeue())));
        Assert.Empty(keys);
    }

    private static ConsoleKeyInfo Key(char character) => new(
        character, character switch
        {
            '\r' => ConsoleKey.Enter,
            '\b' => ConsoleKey.Backspace,
            _ => default,
        }, shift: false, alt: false, control: character < ' ');
}
