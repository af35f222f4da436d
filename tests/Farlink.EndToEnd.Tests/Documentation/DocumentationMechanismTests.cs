namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>Commands of documentation that are wrong do not pass, and no rule about them is left over.</summary>
public sealed class DocumentationMechanismTests
{
    private const string MadeUp = "made-up.md";

    private static readonly IReadOnlyList<DocumentedCommand> Commands =
        [.. DocumentationFiles.All.SelectMany(page => DocumentationFiles.Read(page).Steps).OfType<DocumentedCommand>()];

    [Theory]
    [InlineData("farlink site --no-such-option", "farlink site has no option --no-such-option")]
    [InlineData("sudo -u farlink farlink pki isue --dir pki", "farlink pki has no command isue")]
    [InlineData("farlink airtime --sf 13", "exit status 2")]
    [InlineData("farlink config check -c missing.toml", "exit status 2")]
    [InlineData("frobnicate --all", "nobody knows frobnicate")]
    [InlineData("farlink demo --messages 1 | frobnicate", "nobody knows frobnicate")]
    [InlineData("sudo reboot 'now", "unexpected EOF")]
    [InlineData("eng/publish.sh-that-was", "there is no eng/publish.sh-that-was")]
    [InlineData("sudo farlink wifi --apply-at-once", "farlink wifi has no option --apply-at-once")]
    [InlineData("sudo systemctl restrat farlink-site", "systemctl has no command restrat")]
    [InlineData("sudo systemctl restart farlink-sight", "there is no unit farlink-sight")]
    [InlineData("journalctl -u farlink-site -u farlink-sight", "there is no unit farlink-sight")]
    [InlineData("systemctl stop farlink-site", "systemctl stop needs sudo")]
    [InlineData("farlink pki show --dir /etc/farlink/pki", "what names /etc/farlink needs sudo")]
    [InlineData("sudo -u farlnk farlink pair list", "there is no user farlnk")]
    [InlineData("sudo apt-get instal chrony", "apt-get has no command instal")]
    [InlineData("sudo apt-get install chronyd", "there is no package chronyd")]
    [InlineData("sudo raspi-config nonint do_spy 0", "raspi-config has no command nonint")]
    [InlineData("tests/Farlink.No.Tests/bin/Release/net10.0/Farlink.No.Tests", "there is no tests/Farlink.No.Tests")]
    [InlineData("farlink config check -c missing.toml | cat", "exit status 2")]
    [InlineData("cat missing.toml; farlink key new fresh.key", "exit status 1")]
    public async Task Block_CommandThatIsWrong_IsAProblem(string command, string problem)
    {
        var problems = await RunAsync($"# Made up\n\n```sh\n{command}\n```\n");
        Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
        Assert.StartsWith($"{MadeUp}:4: {command}: ", problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Run `farlink status --everything`.", "farlink status has no option --everything")]
    [InlineData("| `farlink stauts` | the state |", "farlink has no command stauts")]
    [InlineData("First `sudo farlink config check -c missing.toml`, then", "exit status 2")]
    [InlineData("Run `farlink status\n--everything` at the site.", "farlink status has no option --everything")]
    [InlineData("Run `FARLINK_RADIO__REGION=EU868 farlink stauts`.", "farlink has no command stauts")]
    [InlineData("Then `sudo systemctl restart farlink-sight`.", "there is no unit farlink-sight")]
    [InlineData("Look with `journalctl -u farlink-sight`.", "there is no unit farlink-sight")]
    [InlineData("`eng/no-such.sh` does it.", "there is no eng/no-such.sh")]
    [InlineData("`sudo frobnicate` helps.", "nobody knows frobnicate")]
    [InlineData("| check | usual cure |\n|---|---|\n| `a.b` | sudo systemctl stop hostapt, or: c |", "there is no unit hostapt")]
    public async Task Sentence_CommandThatIsWrong_IsAProblem(string sentence, string problem) =>
        Assert.Contains(problem, Assert.Single(await RunAsync(sentence)), StringComparison.Ordinal);

    [Theory]
    [InlineData("```\nfarlink demo\n```\n", "not marked")]
    [InlineData("```text\nsudo frobnicate\n```\n", "a command in a block of text")]
    [InlineData("```text\n$ systemctl status farlink-site\n```\n", "a command in a block of text")]
    [InlineData("```text\n  mosquitto_pub -t a -m b\n```\n", "a command in a block of text")]
    [InlineData("```log\npi@barn:~$ farlink demo\n```\n", "a command in a block of log")]
    [InlineData("```shell\nfarlink demo\n```\n", "a block marked shell")]
    [InlineData("```sh\nfarlink demo \\\n```\n", "without an end")]
    [InlineData("```sh\nfarlink demo\n", "without an end")]
    public void Block_CommandThatNobodyWouldRun_IsAProblem(string text, string problem) =>
        Assert.Contains(problem, Assert.Single(DocumentationPage.Parse(MadeUp, text).Problems), StringComparison.Ordinal);

    /// <summary>One folder, in order: the second command needs what the first one makes, and the file in between.</summary>
    [Fact]
    public async Task Page_CommandsThatNeedEachOther_AreRunInOrderInOneFolder() => Assert.Empty(await RunAsync("""
        ```sh
        farlink key new fresh.key     # a comment
        cat fresh.key | openssl \
            dgst >digest
        ```

        `there.toml`:

        ```toml
        role = "site"
        [[route]]
        topic = "a"
        ```

        ```console
        site$ farlink config check -c there.toml
        site$ cat digest
        good
        ```

        """));

    [Theory]
    [InlineData("sudo -u farlink farlink pair -c 'a b'  # why", "farlink pair -c a b")]
    [InlineData("A=1 farlink \"x y\" \\\n --z <in >out", "farlink x y --z")]
    [InlineData("gpioinfo gpiochip0 | head -n 1 && ls; cat a", "gpioinfo gpiochip0|head -n 1|ls|cat a")]
    [InlineData("for t in a b; do\n  farlink --trace $t\ndone", "farlink --trace $t")]
    public void Words_OfALine_AreThoseOfItsCommands(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', ShellWords.Split(line).Select(words => string.Join(' ', words))));

    [Fact]
    public void Rules_All_AreOfACommandThatIsShown() => Assert.Empty(
        DocumentedCommands.Rules.Where(rule => !Commands.Any(
            command => command.IsComplete && DocumentedCommands.Find(command) == rule))
            .Select(rule => $"{rule.Page} {rule.Starts}"));

    [Fact]
    public void Rules_OfWhatIsNotRun_SayWhy() => Assert.DoesNotContain(
        DocumentedCommands.Rules, rule => rule.Treatment == Treatment.IsNotRun && rule.Why.Length == 0);

    [Fact]
    public void Rules_OfWhatIsRunElsewhere_NameAPageThatRunsTheSame() => Assert.Empty(
        Commands.Where(command => command.IsComplete)
            .Select(command => (Command: command, DocumentedCommands.Find(command).Elsewhere))
            .Where(one => one.Elsewhere is not null && !Commands.Any(other =>
                other.Page == one.Elsewhere && other.IsComplete && other.Plain == one.Command.Plain
                && DocumentedCommands.Find(other).Treatment is not (Treatment.IsNotRun or Treatment.RunsElsewhere)))
            .Select(one => one.Command.Where));

    [Fact]
    public void Settings_All_AreOfAPageAndItsCommands()
    {
        foreach (var setting in PageSettings.All)
        {
            var shown = Commands.Where(command => command.Page == setting.Page).ToList();
            Assert.NotEmpty(shown);
            Assert.All(setting.Instead, one => Assert.Contains(
                shown, command => command.Text.Contains(one.Shown, StringComparison.Ordinal)));
            Assert.All(setting.Hosts, one => Assert.Contains(
                shown, command => command.Section.StartsWith(one.Section, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("a 1.5 b", 0)]
    [InlineData("a .. b", 0)]
    [InlineData("a 1.6 b", 1)]
    [InlineData("b .. a", 1)]
    public void Sample_LineThatWasNotPrinted_IsMissing(string line, int missing) =>
        Assert.Equal(missing, new DocumentedSample(MadeUp, 1, "", [line, ""]).MissingIn("first\na 1.5 b\n").Count());

    [Fact]
    public void Rules_OfWhatPrintsASample_HaveABlockOfTextBehind()
    {
        foreach (var page in DocumentationFiles.All)
        {
            List<DocumentedStep> steps =
                [.. DocumentationFiles.Read(page).Steps.Where(step => step is not DocumentedCommand { IsComplete: false })];
            foreach (var (index, step) in steps.Index())
            {
                if (step is DocumentedCommand command && DocumentedCommands.Find(command).PrintsSample)
                    Assert.IsType<DocumentedSample>(steps[index + 1]);
            }
        }
    }

    /// <summary>A reader who is asked something else than the guide says is lost.</summary>
    [Fact]
    public void Quickstart_QuestionsOfInit_AreExplainedInTheOrderInWhichTheyAreAsked()
    {
        const string Guide = "docs/quickstart.md";
        var page = File.ReadAllText(Path.Combine(DocumentationFiles.Root, Guide));
        var rule = Assert.Single(
            DocumentedCommands.Rules, one => one is { Starts: "sudo farlink init", Page: Guide, Answers.Count: > 0 });
        var at = 0;
        foreach (var (asked, _) in rule.Answers)
        {
            var found = page.IndexOf($"| `{asked.TrimEnd(' ', '(')}", at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{asked}' is not explained, or not in its place");
            at = found;
        }
    }

    /// <summary>What a page says of certificates is true of those that a reader has.</summary>
    [Fact]
    public async Task Furniture_Certificates_HaveTheNamesAndPlacesThatInitGivesThem()
    {
        await using var town = await Town.CreateAsync(isEmpty: false);
        await using var init = town.Start(
            "farlink init --role base --name house --site barn --device esp8266 --upstream none --region EU868 --preset seed "
            + $"--radio {PageSettings.Ether} --output ../made --yes --no-doctor",
            "base");
        Assert.True(await init.WaitForExitAsync() == 0, init.Output);
        var made = Certificates(town.Folder("made"));
        Assert.Contains("pki/ecc.raspberry-barn.cert.pem", made);
        Assert.Equal(made, Certificates(town.Folder("base")));
    }

    /// <summary>Without those behind links, which are the repository's own.</summary>
    private static IReadOnlyList<string> Certificates(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return
        [
            .. Directory.EnumerateFiles(folder, "ecc.*", options).Select(path => Path.GetRelativePath(folder, path))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Task<IReadOnlyList<string>> RunAsync(string text) =>
        PageRun.RunAsync(MadeUp, DocumentationPage.Parse(MadeUp, text));
}
