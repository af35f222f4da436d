namespace Farlink.Simulation.Tests.Codec;

/// <summary>A program made for a test: it notes its process id and its folder, then runs a line of shell.</summary>
internal sealed class ScriptTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    public ScriptTool(string line)
    {
        File.WriteAllText(Path, $"#!/bin/sh\n(echo $$; pwd) > '{NotePath}.new'\nmv '{NotePath}.new' '{NotePath}'\n{line}\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Path => System.IO.Path.Combine(_folder, "tool");

    /// <summary>Whether its last run has ended and the folder it ran in is gone.</summary>
    public bool HasLeftNothing => Note is [var id, var folder] && !Directory.Exists($"/proc/{id}") && !Directory.Exists(folder);

    private string NotePath => System.IO.Path.Combine(_folder, "note");

    private string[] Note => File.ReadAllLines(NotePath);

    /// <summary>Waits until it runs; real time, since it is a real process.</summary>
    public async Task StartedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!File.Exists(NotePath)) await Task.Delay(10, patience.Token);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
