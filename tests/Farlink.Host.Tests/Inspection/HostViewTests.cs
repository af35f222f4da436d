using Farlink.Host.Inspection;

namespace Farlink.Host.Tests.Inspection;

public sealed class HostViewTests : IDisposable
{
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void ReadText_NoSuchFile_IsNull() => Assert.Null(_host.View.ReadText("/etc/none"));

    [Fact]
    public void ReadText_FileWithoutEnd_IsCutOff()
    {
        _host.File("/etc/long", new string('a', 2 * HostView.MostCharacters));
        Assert.InRange(_host.View.ReadText("/etc/long")!.Length, HostView.MostCharacters, HostView.MostCharacters + 4096);
    }

    [Fact]
    public void List_NoSuchFolder_IsEmpty() => Assert.Empty(_host.View.List("/none"));

    [Fact]
    public async Task Run_NotInstalled_IsNull() =>
        Assert.Null(await _host.View.RunAsync("farlink-no-such-program", [], default));

    [Fact]
    public async Task Run_Arguments_AreNeitherSplitNorExpanded()
    {
        _host.Write("show", "#!/bin/sh\nprintf '%s|' \"$@\"\n");
        var result = await _host.View.RunAsync("show", ["a b", "$HOME", "*", "; exit 3"], default);
        Assert.Equal((0, "a b|$HOME|*|; exit 3|"), (result!.ExitCode, result.Output));
    }

    [Fact]
    public async Task Run_Messages_AreEnglish()
    {
        _host.Write("show", "#!/bin/sh\necho \"$LC_ALL\"\n");
        Assert.Equal("C\n", (await _host.View.RunAsync("show", [], default))!.Output);
    }

    [Fact]
    public async Task Run_Fails_TellsItsFirstComplaint()
    {
        _host.Write("show", "#!/bin/sh\necho output\necho 'no such thing' >&2\nexit 4\n");
        var result = await _host.View.RunAsync("show", [], default);
        Assert.Equal((4, "no such thing"), (result!.ExitCode, result.Complaint));
    }

    [Fact]
    public async Task Run_NeverEnds_IsStoppedWithWhatItStarted()
    {
        _host.Write("show", "#!/bin/sh\necho $$\nsleep 600 &\necho $!\nwait\n");
        var result = await _host.View.RunAsync("show", [], TimeSpan.FromMilliseconds(500), default);
        Assert.Null(result!.ExitCode);
        Assert.Equal(2, result.Lines.Count);
        Assert.All(result.Lines, id => Assert.True(SpinWait.SpinUntil(() => IsGone(id), TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public async Task Run_PrintsWithoutEnd_IsCutOffAndRead()
    {
        _host.Write("show", "#!/bin/sh\nhead -c 3000000 /dev/zero | tr '\\0' a\n");
        var result = await _host.View.RunAsync("show", [], default);
        Assert.Equal((0, HostView.MostCharacters), (result!.ExitCode, result.Output.Length));
    }

    [Fact]
    public async Task Run_Cancelled_Throws()
    {
        _host.Write("show", "#!/bin/sh\nexec sleep 600\n");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _host.View.RunAsync("show", [], stop.Token));
    }

    /// <summary>Ended; where nobody collects orphans a dead one stays in the table (state Z, proc(5)).</summary>
    private static bool IsGone(string process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[text.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }
}
