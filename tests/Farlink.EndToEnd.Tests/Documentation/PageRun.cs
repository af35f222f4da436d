using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>A reader who does all that a page says, from its first to its last line.</summary>
internal sealed partial class PageRun : IAsyncDisposable
{
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, RunningProcess> _services = [];
    private readonly List<(RunningProcess Service, string Text)> _awaited = [];
    private readonly PageSetting _setting;
    private readonly CommandLook _look;
    private string _printed = "";
    private bool _isSampled;
    private string _password = "secret";

    private PageRun(PageSetting setting, Town town, ProgramOptions options) =>
        (_setting, Town, _look) = (setting, town, new CommandLook(options));

    /// <summary>Where it happens.</summary>
    public Town Town { get; }

    /// <summary>Does what a page says; returns what does not do what it says.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string name, DocumentationPage page)
    {
        var setting = PageSettings.Of(name);
        await using var run = new PageRun(
            setting, await Town.CreateAsync(setting.IsEmpty), await ProgramOptions.OfNativeAsync());
        run._problems.AddRange(page.Problems);
        await setting.BeginAsync(run);
        foreach (var step in page.Steps)
        {
            if (step is DocumentedFile file) run.Write(file);
            else if (step is DocumentedSample sample) run.Compare(sample);
            else if (step is DocumentedCommand command) await run.FollowAsync(command);
        }

        await run.EndAsync();
        return run._problems;
    }

    /// <summary>Starts what does not end, and waits until it says that it runs.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="line">The command line.</param>
    /// <param name="host">Where.</param>
    /// <param name="shows">What it says then.</param>
    public async Task<RunningProcess> ServeAsync(string name, string line, string host, string shows)
    {
        var service = Town.Start($"exec {line}", host);
        _services.Add(name, service);
        await service.WaitForAsync(shows);
        return service;
    }

    /// <summary>Waits until a service says something.</summary>
    public Task WaitForAsync(string service, string text) => _services[service].WaitForAsync(text);

    /// <summary>Waits for what is still to be seen, and ends what shows it.</summary>
    public async Task SeeAsync()
    {
        foreach (var (service, text) in _awaited)
        {
            await service.WaitForAsync(text);
            await StopAsync(_services.First(one => one.Value == service).Key);
        }

        _awaited.Clear();
    }

    /// <summary>Runs a command line that the page does not show.</summary>
    public async Task DoAsync(string line, string host)
    {
        await using var process = Town.Start(line, host);
        var code = await process.WaitForExitAsync();
        Assert.True(code == 0, process.Output);
    }

    /// <summary>Does to this program's services what systemd would do; there is none here.</summary>
    /// <param name="words">systemctl, its verb, units and options.</param>
    public async Task SystemctlAsync(IReadOnlyList<string> words)
    {
        foreach (var unit in words.Where(word => word is "farlink-site" or "farlink-base"))
        {
            var role = unit["farlink-".Length..];
            if (words[1] is "stop" or "restart" && _services.ContainsKey(unit)) await StopAsync(unit);
            if (words[1] is "start" or "restart" or "enable" && !_services.ContainsKey(unit))
                await ServeAsync(unit, $"farlink {role} -c farlink.toml", role, "is running");
            if (words[1] == "reload" && _services.TryGetValue(unit, out var service)) await ReloadAsync(service);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values) await service.DisposeAsync();
        await Town.DisposeAsync();
    }

    private async Task EndAsync()
    {
        foreach (var (service, text) in _awaited) await service.WaitForAsync(text);
        foreach (var name in _services.Keys.Reverse().ToList()) await StopAsync(name);
    }

    private static async Task ReloadAsync(RunningProcess service)
    {
        const string Done = "The configuration was read again";
        var before = service.Lines.Count(line => line.Contains(Done, StringComparison.Ordinal));
        service.HangUp();
        await service.WaitForAsync(Done, before + 1);
    }

    private void Write(DocumentedFile file) => File.WriteAllText(Town.File(_setting.Home, file.Name), file.Text);

    private void Compare(DocumentedSample sample)
    {
        if (!_isSampled) return;
        _isSampled = false;
        _problems.AddRange(sample.MissingIn(_printed)
            .Select(line => $"{sample.Page}:{sample.Line}: '{line}' is not what was printed:\n{_printed}"));
    }

    private async Task FollowAsync(DocumentedCommand command)
    {
        var refusals = _look.Refuse(command).ToList();
        _problems.AddRange(refusals.Select(refusal => $"{command.Where}: {refusal}"));
        if (refusals.Count > 0 || !command.IsComplete) return;
        var rule = DocumentedCommands.Find(command);
        if (rule.Treatment == Treatment.IsNotRun)
        {
            await LookAtAsync(command);
            return;
        }

        if (rule.Treatment == Treatment.RunsElsewhere) return;
        var stranger = command.Words.Select(words => words[0])
            .FirstOrDefault(word => !DocumentedCommands.Programs.Contains(word));
        if (stranger is not null)
        {
            _problems.Add(
                $"{command.Where}: nobody knows {stranger}. DocumentedCommands: let it be run, or say why it is not");
            return;
        }

        if (command.Words is [["systemctl", _, ..] order]) await SystemctlAsync(order);
        else await TreatAsync(command, rule);
        rule.Then?.Invoke(Town);
        if (rule.ThenAsync is { } thenAsync) await thenAsync(this);
    }

    /// <summary>What is not run is at least a command of the shell; its words are looked at already.</summary>
    private async Task LookAtAsync(DocumentedCommand command)
    {
        var (code, output) = await RunningProcess.RunAsync("bash", "-n", "-c", command.Text);
        if (code != 0) _problems.Add($"{command.Where}: {output}");
    }

    private async Task TreatAsync(DocumentedCommand command, CommandRule rule)
    {
        var host = _setting.HostOf(command);
        Carry(command.Text, host);
        switch (rule.Treatment)
        {
            case Treatment.Serves or Treatment.ServesBriefly:
                await ServeAsync(command, rule, host);
                break;
            case Treatment.PairsBoth:
                await PairBothAsync(command, rule);
                break;
            case Treatment.Asks:
                await using (var terminal = Town.StartOnTerminal(Typed(command, host), host))
                {
                    foreach (var (asked, typed) in rule.Answers)
                    {
                        await terminal.WaitForAsync(asked);
                        await terminal.TypeAsync(typed ?? LastFingerprint());
                    }

                    Judge(command, rule, await terminal.WaitForExitAsync(), terminal.Said);
                }

                break;
            default:
                await using (var process = Town.Start(Typed(command, host), host))
                    Judge(command, rule, await process.WaitForExitAsync(), process.Output);
                break;
        }
    }

    /// <summary>One that is shown again runs already.</summary>
    private async Task ServeAsync(DocumentedCommand command, CommandRule rule, string host)
    {
        if (_services.TryGetValue(command.Text, out var running))
        {
            if (running.HasExited) _problems.Add($"{command.Where}: it has ended:\n{running.Output}");
            return;
        }

        var service = await ServeAsync(command.Text, Typed(command, host), host, rule.Shows!);
        if (rule.Ends is { } text) _awaited.Add((service, text));
        if (rule.Treatment == Treatment.ServesBriefly) await StopAsync(command.Text);
    }

    private async Task StopAsync(string name)
    {
        _services.Remove(name, out var service);
        await using (service)
        {
            var code = await service!.StopAsync();
            if (code != 0) _problems.Add($"{name}: it was told to stop, and its exit status is {code}:\n{service.Output}");
        }
    }

    private async Task PairBothAsync(DocumentedCommand command, CommandRule rule)
    {
        List<RunningProcess> both = [.. rule.Pairs.Select(host => Town.Start(Typed(command, host), host, isAsked: true))];
        foreach (var end in both) await end.WaitForAsync("Code:");
        foreach (var end in both) await end.TypeAsync("yes");
        foreach (var end in both)
        {
            await using (end)
            {
                if (await end.WaitForExitAsync() != 0) _problems.Add($"{command.Where}: not paired:\n{end.Output}");
            }
        }
    }

    private void Judge(DocumentedCommand command, CommandRule rule, int code, string output)
    {
        (_printed, _isSampled) = (output, rule.PrintsSample);
        if (NewPassword().Match(output) is { Success: true } made) _password = made.Groups["password"].Value;
        if (!rule.Exits.Contains(code)) _problems.Add($"{command.Where}: exit status {code}:\n{output}");
        else if (rule.Shows is { } text && !output.Contains(text, StringComparison.Ordinal))
            _problems.Add($"{command.Where}: '{text}' is not in what it prints:\n{output}");
    }

    /// <summary>What is typed: names that stand for something are replaced.</summary>
    private string Typed(DocumentedCommand command, string host)
    {
        // A page may be about a folder of a host.
        var (folder, root) = (Town.Folder(host), Town.Folder(host.Split('/')[0]));
        (string Shown, string Run)[] names =
        [
            .. _setting.Instead.Select(one => (one.Shown, one.Run.Replace("{host}", folder, StringComparison.Ordinal))),
            ("/etc/farlink", root), ("/var/lib/farlink", root), ("/media/stick", Town.Stick), ("/mnt", Town.Stick),
            ("PASSPHRASE", "correct-horse"), ("PASSWORD", _password),

            // It tells when it has subscribed, and each line at once.
            ("mosquitto_sub ", "stdbuf -oL mosquitto_sub -d "),
        ];
        return names.Aggregate(
            command.Text, (text, name) => text.Replace(name.Shown, name.Run, StringComparison.Ordinal));
    }

    /// <summary>Files that travel between the hosts are brought to where they are named.</summary>
    private void Carry(string text, string host)
    {
        foreach (var name in TravellingFile().Matches(text).Select(match => match.Value))
        {
            var here = Town.File(host, name);
            var source = Town.Hosts.Select(other => Town.File(other, name)).FirstOrDefault(File.Exists);
            if (source is not null && !File.Exists(here)) File.Copy(source, here);
        }
    }

    /// <summary>On a terminal what is typed is printed too, so the last one counts.</summary>
    private string LastFingerprint() => Fingerprint().Matches(_printed) is [.., var last] ? last.Value : "";

    [GeneratedRegex(@"([A-Z2-7]{4}-){6}[A-Z2-7]{2}", RegexOptions.ExplicitCapture)]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"[\w.-]+\.(offer|answer)\.json", RegexOptions.ExplicitCapture)]
    private static partial Regex TravellingFile();

    [GeneratedRegex("device esp8266, password (?<password>[a-z0-9-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex NewPassword();
}
