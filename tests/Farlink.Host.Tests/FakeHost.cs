using System.Diagnostics;
using System.Text;
using Farlink.Host.Inspection;

namespace Farlink.Host.Tests;

/// <summary>
/// A host in two folders: files below a root, and programs that print what real ones printed. What looks at it is the real
/// <see cref="HostView"/>, with real processes.
/// </summary>
internal sealed class FakeHost : IDisposable
{
    private static readonly Lazy<string> Runner = new(MakeRunner);
    private readonly string _root = Directory.CreateTempSubdirectory("farlink-host-").FullName;
    private readonly string _programs = Directory.CreateTempSubdirectory("farlink-programs-").FullName;
    private readonly Dictionary<string, List<(string Arguments, string Output, int Code)>> _answers = [];

    public FakeHost() => View = new HostView(_root, [_programs], TimeProvider.System);

    public HostView View { get; }

    /// <summary>A recorded output.</summary>
    public static string Recorded(string name) =>
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", name));

    /// <summary>Writes a file, over one that is there.</summary>
    public FakeHost File(string path, string text)
    {
        var real = View.Real(path);
        Directory.CreateDirectory(Path.GetDirectoryName(real)!);
        System.IO.File.WriteAllText(real, text);
        return this;
    }

    /// <summary>Writes a file with a mode.</summary>
    public FakeHost File(string path, string text, UnixFileMode mode)
    {
        File(path, text);
        System.IO.File.SetUnixFileMode(View.Real(path), mode);
        return this;
    }

    /// <summary>Adds a line to a file.</summary>
    public FakeHost Line(string path, string line)
    {
        System.IO.File.AppendAllText(View.Real(path), line + "\n");
        return this;
    }

    /// <summary>Changes the text of a file.</summary>
    public FakeHost Replace(string path, string before, string after)
    {
        var text = System.IO.File.ReadAllText(View.Real(path));
        Assert.Contains(before, text, StringComparison.Ordinal);
        return File(path, text.Replace(before, after, StringComparison.Ordinal));
    }

    /// <summary>Makes a folder.</summary>
    public FakeHost Folder(string path)
    {
        Directory.CreateDirectory(View.Real(path));
        return this;
    }

    /// <summary>Makes a symbolic link.</summary>
    public FakeHost Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(View.Real(path))!);
        System.IO.File.CreateSymbolicLink(View.Real(path), target);
        return this;
    }

    /// <summary>Takes a file or folder away.</summary>
    public FakeHost Remove(string path)
    {
        var real = View.Real(path);
        if (Directory.Exists(real)) Directory.Delete(real, recursive: true);
        else System.IO.File.Delete(real);
        return this;
    }

    /// <summary>
    /// Lets a program answer. Of several answers to the same arguments the last counts; a star stands for anything.
    /// </summary>
    public FakeHost Program(string name, string arguments, string output, int code = 0)
    {
        if (!_answers.TryGetValue(name, out var answers)) _answers[name] = answers = [];
        answers.RemoveAll(answer => answer.Arguments == arguments);
        answers.Insert(0, (arguments, output, code));
        Write(name, Script(answers));
        return this;
    }

    /// <summary>Takes a program away.</summary>
    public FakeHost Uninstall(string name)
    {
        _answers.Remove(name);
        System.IO.File.Delete(Path.Combine(_programs, name));
        return this;
    }

    /// <summary>Installs a program of one's own.</summary>
    public FakeHost Write(string name, string script)
    {
        var path = Path.Combine(_programs, name);
        System.IO.File.WriteAllText($"{path}.script", script);
        if (!System.IO.File.Exists(path)) System.IO.File.CreateSymbolicLink(path, Runner.Value);
        return this;
    }

    /// <summary>
    /// What every program is a link to. A file that this process wrote itself cannot be run while a process that another test
    /// starts at that moment still has it open for writing (ETXTBSY, execve(2)): so another process writes it, once.
    /// </summary>
    private static string MakeRunner()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("farlink-runner-").FullName, "run");
        const string Text = "#!/bin/sh\nexec /bin/sh \"$0.script\" \"$@\"\n";
        using var writer = Process.Start("/bin/sh", ["-c", "printf '%s' \"$1\" > \"$0\" && chmod 700 \"$0\"", path, Text]);
        writer.WaitForExit();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return path;
    }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_programs, recursive: true);
    }

    private static string Script(List<(string Arguments, string Output, int Code)> answers)
    {
        var script = new StringBuilder("#!/bin/sh\ncase \"$*\" in\n");
        foreach (var (arguments, output, code) in answers)
        {
            var pattern = string.Join('*', arguments.Split('*').Select(part => part.Length > 0 ? $"'{part}'" : ""));
            var ending = output.EndsWith('\n') || output.Length == 0 ? "" : "\n";
            script.Append(pattern.Length > 0 ? pattern : "''").Append(") cat <<'THE_END'\n").Append(output).Append(ending)
                .Append("THE_END\nexit ").Append(code).Append(";;\n");
        }

        return script.Append("esac\necho \"not expected: $*\" >&2\nexit 99\n").ToString();
    }
}
