using Farlink.Commands;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

public sealed class LineQuestionsTests
{
    private static readonly Question Colour = new("Colour", "--colour")
    {
        Default = "red",
        Refuse = text => text is "red" or "blue" ? null : "red or blue",
    };

    [Fact]
    public void Ask_WrongAnswers_AreRefusedUntilOneIsGood()
    {
        var shown = new StringWriter();
        Assert.Equal("blue", Typed("green\n\tblue \n", shown).Ask(Colour));
        Assert.Equal("Colour [red]:   red or blue\nColour [red]: ", shown.ToString());
    }

    [Theory]
    [InlineData("\n", "red")]
    [InlineData("blue\n", "blue")]
    [InlineData("blue", "blue")]
    public void Ask_EmptyLine_IsTheDefault(string typed, string expected) =>
        Assert.Equal(expected, Typed(typed, TextWriter.Null).Ask(Colour));

    [Fact]
    public void Ask_WithoutDefault_NeedsAnAnswer() =>
        Assert.Equal("blue", Typed("\n\nblue\n", TextWriter.Null).Ask(Colour with { Default = null }));

    [Fact]
    public void Ask_NothingIsAnAnswerToo_IsNotRefused() =>
        Assert.Equal("", Typed("\n", TextWriter.Null).Ask(Colour with { Default = "" }));

    [Fact]
    public void Ask_InputEnds_NamesTheOption() => Assert.Contains(
        "before --colour", Assert.Throws<UsageException>(() => Typed("", TextWriter.Null).Ask(Colour)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("YES\n", true)]
    [InlineData("perhaps\nno\n", false)]
    [InlineData("\n", false)]
    public void Confirm_YesOrNo_InAnyCase(string typed, bool expected) =>
        Assert.Equal(expected, Typed(typed, TextWriter.Null).Confirm(new Question("Sure", "--sure") { Default = "n" }));

    [Fact]
    public void AskSecret_WrongOnes_AreRefusedUntilOneIsGood()
    {
        List<string> prompts = [];
        var secrets = new Queue<string>(["green", "blue", "red", "blue", "blue"]);
        var questions = new LineQuestions(QuestionMode.Ask, TextReader.Null, TextWriter.Null, prompt =>
        {
            prompts.Add(prompt);
            return secrets.Dequeue();
        });
        Assert.Equal("blue", questions.AskSecret(Colour));

        // One that cannot be is not asked for again, and a slip costs nothing but itself.
        Assert.Equal(["Colour: ", "Colour: ", "The same again: ", "Colour: ", "The same again: "], prompts);
    }

    [Fact]
    public void AskSecret_OneThatIsInUseElsewhere_IsTypedOnce()
    {
        var secrets = new Queue<string>(["blue"]);
        var questions = new LineQuestions(QuestionMode.Ask, TextReader.Null, TextWriter.Null, _ => secrets.Dequeue());
        Assert.Equal("blue", questions.AskSecret(Colour with { IsKnown = true }));
    }

    [Theory]
    [InlineData("red", "red")]
    [InlineData("green", "--colour: red or blue")]
    [InlineData(null, "Say --colour")]
    public void Ask_TakingDefaults_TakesGoodOnesOnly(string? usual, string expected)
    {
        var questions = new LineQuestions(QuestionMode.TakeDefaults, TextReader.Null, TextWriter.Null, _ => "");
        var question = Colour with { Default = usual };
        if (usual == expected)
        {
            Assert.Equal(expected, questions.Ask(question));
            return;
        }

        var refused = Assert.Throws<UsageException>(() => questions.Ask(question));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ask_Nobody_NamesTheOptionThoughThereIsADefault()
    {
        var questions = new LineQuestions(QuestionMode.Refuse, TextReader.Null, TextWriter.Null, _ => "");
        Assert.Contains("--colour", Assert.Throws<UsageException>(() => questions.Ask(Colour)).Message, StringComparison.Ordinal);
    }

    private static LineQuestions Typed(string text, TextWriter shown) =>
        new(QuestionMode.Ask, new StringReader(text), shown, _ => "");
}
