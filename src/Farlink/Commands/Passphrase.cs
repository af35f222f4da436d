using System.Text;

namespace Farlink.Commands;

/// <summary>Passphrases: the CA's from the environment, any asked for without showing it.</summary>
internal static class Passphrase
{
    public const string Variable = "FARLINK_CA_PASSPHRASE";

    /// <summary>What a terminal gives for Ctrl-D (ASCII EOT).</summary>
    private const char EndOfTransmission = '\u0004';

    /// <summary>Gets the CA's.</summary>
    /// <param name="confirm">Whether to ask twice: for a new one.</param>
    /// <exception cref="UsageException">There is neither variable nor terminal, or the two differ.</exception>
    public static string Get(bool confirm)
    {
        if (FromEnvironment(Variable) is { } given) return given;
        if (Console.IsInputRedirected)
            throw new UsageException($"The CA's passphrase is needed: set {Variable}, or run this in a terminal.");

        const string Prompt = "Passphrase of the CA's key: ";
        return confirm ? AskNew(Prompt) : Ask(Prompt);
    }

    /// <summary>One in the environment; null: there is none.</summary>
    /// <exception cref="UsageException">It is not UTF-8.</exception>
    public static string? FromEnvironment(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } given) return null;

        // What .NET makes of octets that are no text: all passphrases in another encoding would be one.
        if (!given.Contains('\uFFFD', StringComparison.Ordinal)) return given;
        throw new UsageException($"{variable} is not UTF-8: set it in a terminal of that encoding, or use ASCII only.");
    }

    /// <summary>Asks for a new one, twice, unless nothing is typed. There must be a terminal.</summary>
    /// <exception cref="UsageException">The two differ.</exception>
    public static string AskNew(string prompt)
    {
        var passphrase = Ask(prompt);
        if (passphrase.Length == 0) return passphrase;
        return Ask("The same again: ") == passphrase ? passphrase : throw new UsageException("The two passphrases differ.");
    }

    /// <summary>Asks for one without showing it.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-D: whoever types it has no more to say.</exception>
    public static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = Read(() => Console.ReadKey(intercept: true));
        Console.Error.WriteLine();
        return typed ?? throw new OperationCanceledException("The input ended where a secret was asked for: nothing was done.");
    }

    /// <summary>Reads keys to the end of a line. Ctrl-D is as in a terminal: after characters it ends the line.</summary>
    /// <param name="next">Waits for the next key.</param>
    /// <returns>What was typed; null: the input ended.</returns>
    internal static string? Read(Func<ConsoleKeyInfo> next)
    {
        var typed = new StringBuilder();
        while (true)
        {
            var key = next();
            if (key.Key == ConsoleKey.Enter) return typed.ToString();
            if (key.KeyChar == EndOfTransmission) return typed.Length > 0 ? typed.ToString() : null;
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }
    }
}
