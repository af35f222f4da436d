namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>
/// A site and a base, each a folder, in namespaces with the names and addresses of the documentation, where every port is free
/// (<c>hold.sh</c>). Everything in it goes with the test.
/// </summary>
internal sealed class Town : IAsyncDisposable
{
    private const string Passphrase = "correct horse battery";
    private static readonly string Here = Path.Combine(
        DocumentationFiles.Root, "tests", "Farlink.EndToEnd.Tests", "Documentation");

    private static readonly Lazy<Task<string>> Furniture = new(FurnishAsync);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-e2e-").FullName;
    private RunningProcess? _holder;

    private Town()
    {
    }

    /// <summary>The hosts.</summary>
    public static IReadOnlyList<string> Hosts { get; } = ["site", "base"];

    /// <summary>What a person carries from one to the other.</summary>
    public string Stick => Path.Combine(_folder, "stick");

    /// <summary>Makes one.</summary>
    /// <param name="isEmpty">Whether nothing is there yet: else what <c>furnish.sh</c> makes.</param>
    public static async Task<Town> CreateAsync(bool isEmpty)
    {
        var town = new Town();
        if (!isEmpty) Workshop.Copy(await Furniture.Value, town._folder);
        Directory.CreateDirectory(town.Stick);
        Directory.CreateDirectory(Path.Combine(town._folder, "etc"));
        foreach (var host in Hosts)
        {
            Directory.CreateDirectory(town.Folder(host));
            foreach (var shared in (string[])["samples", "tests"])
                System.IO.File.CreateSymbolicLink(town.File(host, shared), Path.Combine(DocumentationFiles.Root, shared));
        }

        MakeTools(town._folder);
        await town.HoldAsync();
        return town;
    }

    /// <summary>The folder of a host, or one below it.</summary>
    public string Folder(string host) => Path.Combine(_folder, host);

    /// <summary>A file of a host.</summary>
    public string File(string host, string name) => Path.Combine(Folder(host), name);

    /// <summary>Changes a text in a file, as a reader would.</summary>
    public void Edit(string file, string old, string replacement)
    {
        var path = Folder(file);
        var text = System.IO.File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        System.IO.File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Starts a command line at a host. Any of its commands that fails is seen, in a pipe too.</summary>
    public RunningProcess Start(string line, string host, bool isAsked = false) => RunningProcess.Start(
        "nsenter", [.. Enter(host), "bash", "-e", "-o", "pipefail", "-c", line], Environment(_folder), isAsked);

    /// <summary>Starts a command line at a host, on a terminal.</summary>
    public Terminal StartOnTerminal(string line, string host) =>
        Terminal.Start("nsenter", [.. Enter(host), "script", "-qec", line, "/dev/null"], Environment(_folder));

    public async ValueTask DisposeAsync()
    {
        if (_holder is not null) await _holder.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string[] UserNamespace => System.Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];

    private string[] Enter(string host)
    {
        // nsenter(1): as root of a user namespace of its own, which is the user who made it.
        string[] user = System.Environment.IsPrivilegedProcess ? [] : ["--user", "--preserve-credentials"];
        return ["--target", $"{_holder!.Id}", .. user, "--net", "--mount", "--uts", $"--wd={Folder(host)}"];
    }

    private async Task HoldAsync()
    {
        _holder = RunningProcess.Start(
            "unshare",
            [.. UserNamespace, "--net", "--mount", "--uts", Path.Combine(Here, "hold.sh"), Path.Combine(_folder, "etc")]);
        await _holder.WaitForAsync("ready");
    }

    private static Dictionary<string, string> Environment(string folder) => new()
    {
        ["PATH"] = $"{Path.Combine(folder, "bin")}:{System.Environment.GetEnvironmentVariable("PATH")}:/usr/sbin",
        ["SHELL"] = "/bin/bash",
        ["FARLINK_CA_PASSPHRASE"] = Passphrase,
        ["FARLINK_BACKUP_PASSPHRASE"] = Passphrase,
    };

    /// <summary>The program under its name, and a sudo that changes nothing.</summary>
    private static void MakeTools(string folder)
    {
        var tools = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        System.IO.File.CreateSymbolicLink(Path.Combine(tools, "farlink"), NativeProgram.Path);
        System.IO.File.CreateSymbolicLink(Path.Combine(tools, "sudo"), Path.Combine(Here, "tools", "sudo"));
    }

    /// <summary>Made once: a passphrase takes its time.</summary>
    private static async Task<string> FurnishAsync()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-e2e-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var rooms = Directory.CreateDirectory(Path.Combine(folder, "rooms")).FullName;
        MakeTools(folder);
        var (code, output) = await RunningProcess.RunAsync(Path.Combine(Here, "furnish.sh"), Environment(folder), rooms);
        Assert.True(code == 0, output);
        return rooms;
    }
}
