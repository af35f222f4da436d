using Farlink.Commands;

namespace Farlink.Setup;

/// <summary>
/// Questions line by line, without keys or colours: they work over a serial console and with a script at the other end too.
/// </summary>
/// <param name="mode">What becomes of them.</param>
/// <param name="input">Where answers come from.</param>
/// <param name="output">Where questions go.</param>
/// <param name="askSecret">Asks for a secret.</param>
internal sealed class LineQuestions(
    QuestionMode mode, TextReader input, TextWriter output, Func<string, string> askSecret) : IQuestions
{
    public bool CanAsk => mode == QuestionMode.Ask;

    /// <summary>Those of the terminal that this program was started in.</summary>
    /// <param name="takeDefaults">Whether nothing is asked.</param>
    public static LineQuestions OnConsole(bool takeDefaults) => new(
        takeDefaults ? QuestionMode.TakeDefaults : Console.IsInputRedirected ? QuestionMode.Refuse : QuestionMode.Ask,
        Console.In, Console.Error, Passphrase.Ask);

    public void Say(string text)
    {
        if (CanAsk) output.WriteLine(text);
    }

    public string Ask(Question question)
    {
        if (!CanAsk) return Taken(question);
        while (true)
        {
            output.Write(question.Default is { Length: > 0 } usual ? $"{question.Text} [{usual}]: " : $"{question.Text}: ");
            output.Flush();
            var typed = ReadLine(question);
            var answer = typed.Length == 0 ? question.Default : typed;
            if (answer is { Length: 0 }) return answer;
            var why = answer is null ? "an answer is needed" : question.Refuse(answer);
            if (why is null) return answer!;
            output.WriteLine($"  {why}");
        }
    }

    public bool Confirm(Question question)
    {
        var shown = question with
        {
            Text = $"{question.Text} (y/n)",
            Refuse = answer => IsYes(answer) || IsNo(answer) ? null : "y or n",
        };
        return IsYes(Ask(shown));
    }

    public string AskSecret(Question question)
    {
        if (!CanAsk) return Taken(question);
        while (true)
        {
            var secret = askSecret($"{question.Text}: ");
            if (secret.Length == 0 && question.Default is { } usual) return usual;

            // What cannot be is not typed twice, and a slip does not cost the answers before it.
            var why = question.Refuse(secret);
            if (why is null && !question.IsKnown && askSecret("The same again: ") != secret) why = "the two differ";
            if (why is null) return secret;
            output.WriteLine($"  {why}");
        }
    }

    private static bool IsYes(string answer) => answer.ToUpperInvariant() is "Y" or "YES";

    private static bool IsNo(string answer) => answer.ToUpperInvariant() is "N" or "NO";

    private string Taken(Question question)
    {
        if (mode == QuestionMode.Refuse)
        {
            throw new UsageException(
                $"Nobody to ask: {question.Text}. Say {question.Flag}"
                + (question.Default is null ? "." : ", or --yes to take defaults."));
        }

        var taken = question.Default ?? throw new UsageException($"It has no default: {question.Text}. Say {question.Flag}.");
        if (taken.Length > 0 && question.Refuse(taken) is { } why) throw new UsageException($"{question.Flag}: {why}");
        return taken;
    }

    private string ReadLine(Question question) => input.ReadLine()?.Trim() ?? question.AtEnd
        ?? throw new UsageException($"The answers ended before {question.Flag}. Nothing was written.");
}
