using System.Security.Cryptography;
using Farlink.Commands;
using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Host.Files;
using Farlink.Host.Inspection;
using Farlink.Host.Wifi;
using Farlink.Keys.Certificates;
using Farlink.Radios.Boards;

namespace Farlink.Setup;

/// <summary>The world around <c>farlink init</c>, so that a test can give it another one.</summary>
internal sealed record InitContext
{
    /// <summary>Whoever answers; told whether nothing is to be asked.</summary>
    public required Func<bool, IQuestions> Questions { get; init; }

    /// <summary>For what a person keeps: passwords, what was written, what comes next.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>For warnings.</summary>
    public required TextWriter Error { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>So many octets that nobody can guess.</summary>
    public required Func<int, byte[]> Random { get; init; }

    /// <summary>Rounds of PBKDF2 over the passphrase of a new CA.</summary>
    public int CaRounds { get; init; } = CertificateAuthority.KeyDerivationRounds;

    public required string HostName { get; init; }

    /// <summary>Where relative paths begin.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Where the package's services have their configuration, and what they write.</summary>
    public (string Output, string State) SystemFolders { get; init; } = ("/etc/farlink", "/var/lib/farlink");

    public required bool IsRoot { get; init; }

    /// <summary>The passphrase of the CA; told whether it is for a new one, which is typed twice.</summary>
    public required Func<bool, string> CaPassphrase { get; init; }

    /// <summary>Whether somebody types it; else it is that of the environment, and asking again changes nothing.</summary>
    public required bool IsPassphraseTyped { get; init; }

    /// <summary>Whether this host has an SPI device, on which boards can be looked for.</summary>
    public required bool HasSpi { get; init; }

    /// <summary>Which known boards answer.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<Board>>> FindBoardsAsync { get; init; }

    /// <summary>URIs of secure elements that answer and have a key for the link.</summary>
    public required Func<IReadOnlyList<string>> FindElements { get; init; }

    /// <summary>WiFi interfaces of this host.</summary>
    public required Func<IReadOnlyList<string>> WifiInterfaces { get; init; }

    /// <summary>Makes this host an access point: its settings, the broker's ports, whether not to ask. The exit status.</summary>
    public required Func<WifiAnswers, IReadOnlyList<int>, bool, Task<int>> ApplyWifiAsync { get; init; }

    /// <summary>Pairs over the air. The exit status.</summary>
    public required Func<InitLayout, Task<int>> PairAsync { get; init; }

    /// <summary>Looks at this host by a configuration; told whether to print what it finds, or to give it back.</summary>
    public required Func<string, bool, Task<IReadOnlyList<Examined>>> ExamineAsync { get; init; }

    /// <summary>The access point that belongs to the configuration in a folder; null: none, or nobody knows.</summary>
    public Func<string, KnownWifi?> Wifi { get; init; } = KnownWifi.Read;

    /// <summary>Told each step of the files' way to their place before it is done; a test stops there.</summary>
    public Action<string>? BeforeStep { get; init; }

    /// <summary>This host and this terminal.</summary>
    public static InitContext OfThisHost() => new()
    {
        Questions = LineQuestions.OnConsole,
        Output = Console.Out,
        Error = Console.Error,
        Time = TimeProvider.System,
        Random = RandomNumberGenerator.GetBytes,
        HostName = Environment.MachineName,
        CurrentFolder = Environment.CurrentDirectory,
        IsRoot = Environment.IsPrivilegedProcess,
        CaPassphrase = isNew => Passphrase.Get(confirm: isNew),
        IsPassphraseTyped =
            !Console.IsInputRedirected && Environment.GetEnvironmentVariable(Passphrase.Variable) is not { Length: > 0 },
        Wifi = folder => folder == InstalledEnd.Folder
            ? ConfiguredWifi.Known(HostView.OfThisHost(TimeProvider.System), folder) : KnownWifi.Read(folder),
        HasSpi = Directory.GetFiles("/dev", "spidev*").Length > 0,
        FindBoardsAsync = ProbeCommand.FindAsync,
        FindElements = ElementQuestions.Find,
        WifiInterfaces = () => new WifiSite(HostRoot.Real).Interfaces(),
        ApplyWifiAsync = InitWifi.ApplyAsync,
        PairAsync = InitPairing.RunAsync,
        ExamineAsync = InitDoctor.RunAsync,
    };
}
