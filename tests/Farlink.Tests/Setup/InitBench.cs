using System.CommandLine;
using System.Security.Cryptography;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Radios.Boards;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary><c>farlink init</c> in a folder of its own, with a person who types prepared lines, or nobody.</summary>
internal sealed class InitBench : IDisposable
{
    private readonly Queue<string> _secrets = new();
    private readonly Queue<string> _passphrases = new();
    private string _secret = "";

    public string Folder { get; } = Directory.CreateTempSubdirectory("farlink-init-test-").FullName;

    public StringWriter Output { get; } = new();

    /// <summary>Questions, and what is told beside.</summary>
    public StringWriter Shown { get; } = new();

    /// <summary>Boards that answer; null: there is no SPI.</summary>
    public IReadOnlyList<Board>? Boards { get; init; }

    /// <summary>Secure elements that answer.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    /// <summary>WiFi interfaces.</summary>
    public IReadOnlyList<string> Interfaces { get; set; } = ["wlan0", "wlan1"];

    public bool IsRoot { get; init; }

    /// <summary>Whether a person types the CA's passphrase.</summary>
    public bool IsPassphraseTyped { get; init; }

    /// <summary>Told each step of the files' way to their place; throws where that ends.</summary>
    public Action<string>? BeforeStep { get; set; }

    /// <summary>Configurations that were examined.</summary>
    public List<string> Examined { get; } = [];

    /// <summary>Access points that were made, with the broker's ports.</summary>
    public List<(WifiAnswers Wifi, IReadOnlyList<int> Ports)> Applied { get; } = [];

    /// <summary>Ends that were paired.</summary>
    public List<InitLayout> Paired { get; } = [];

    /// <summary>The folders of the package; they are not there unless a test makes them.</summary>
    public (string Output, string State) SystemFolders => (File("etc/farlink"), File("var/lib/farlink"));

    /// <summary>An end whose answers are all known, without files of others.</summary>
    public static InitAnswers Answers(Role role, params string[] presets) => new()
    {
        Layout = new InitLayout("/nowhere", "/nowhere", IsSystem: false),
        Role = role,
        Name = role == Role.Site ? "barn" : "house",
        Region = "EU868",
        Radio = "sx1276:",
        Board = KnownBoards.Dragino.Name,
        Presets = presets,
        Devices = ["esp8266"],
        Sites = role == Role.Base ? ["barn"] : [],
        Listeners = role == Role.Site
            ? [new ListenerAnswer(Mqtt.Broker.ListenerAuth.Mutual, System.Net.IPEndPoint.Parse("192.168.2.1:8883"))] : [],
        HasPasswords = role == Role.Site,
    };

    public string File(string name) => Path.Combine(Folder, name);

    public string Read(string name) => System.IO.File.ReadAllText(File(name));

    /// <summary>What a person types where nothing is shown.</summary>
    public void Whisper(string secret) => _secrets.Enqueue(secret);

    /// <summary>The passphrase of the CA, before it is the right one again.</summary>
    public void SayPassphrase(string passphrase) => _passphrases.Enqueue(passphrase);

    /// <summary>Runs it with nobody to ask.</summary>
    public Task<int> RunAsync(params string[] arguments) => StartAsync(null, arguments);

    /// <summary>Runs it with somebody who types these lines.</summary>
    public Task<int> AskedAsync(string[] lines, params string[] arguments) => StartAsync(lines, arguments);

    public void Dispose()
    {
        Output.Dispose();
        Shown.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A person types the same again.</summary>
    private string Secret(string prompt) =>
        _secret = prompt.StartsWith("The same again", StringComparison.Ordinal) ? _secret : _secrets.Dequeue();

    private Task<int> StartAsync(string[]? lines, string[] arguments)
    {
        var context = new InitContext
        {
            Questions = yes => new LineQuestions(
                yes ? QuestionMode.TakeDefaults : lines is null ? QuestionMode.Refuse : QuestionMode.Ask,
                new StringReader(string.Concat((lines ?? []).Select(line => $"{line}\n"))), Shown, Secret),
            Output = Output,
            Error = Shown,
            Time = TimeProvider.System,
            Random = RandomNumberGenerator.GetBytes,
            CaRounds = 1000,
            HostName = "Pi-of-Ann",
            CurrentFolder = Folder,
            SystemFolders = SystemFolders,
            IsRoot = IsRoot,
            CaPassphrase = _ => _passphrases.TryDequeue(out var typed) ? typed : "correct horse",
            IsPassphraseTyped = IsPassphraseTyped,
            HasSpi = Boards is not null,
            BeforeStep = BeforeStep,
            FindElements = () => Elements,
            WifiInterfaces = () => Interfaces,
            FindBoardsAsync = _ => Task.FromResult(Boards ?? []),
            ApplyWifiAsync = (wifi, ports, _) =>
            {
                Applied.Add((wifi, ports));
                return Task.FromResult(ExitCodes.Done);
            },
            PairAsync = layout =>
            {
                Paired.Add(layout);
                return Task.FromResult(ExitCodes.Done);
            },
            ExamineAsync = (path, _) =>
            {
                Examined.Add(path);
                return Task.FromResult<IReadOnlyList<Examined>>([]);
            },
        };
        return InitCommand.Create(() => context).Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
