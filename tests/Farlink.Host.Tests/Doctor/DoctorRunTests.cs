using Farlink.Host.Doctor;
using Farlink.Host.Inspection;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Host.Tests.Doctor;

/// <summary>No check can stop the others, whatever it does.</summary>
public sealed class DoctorRunTests : IDisposable
{
    private readonly FakeHost _host = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Run_CheckThrows_IsAFailureWithItsMessageAndTheNextOneRuns()
    {
        List<string> told = [];
        var all = await DoctorRun.RunAsync(
            [
                Check.Of("a.b", "t", "l", "remedy", _ => throw new InvalidOperationException("it broke")),
                Check.Of("a.c", "t", "l", "r", _ => Finding.Ok("fine")),
            ],
            Context(), check => told.Add(check.Id), one => told.Add(one.Finding.Saw), default);
        Assert.Equal(["a.b", "it broke", "a.c", "fine"], told);
        Assert.Equal([Finding.Fail("it broke", "remedy"), Finding.Ok("fine")], all.Select(one => one.Finding));
    }

    [Fact]
    public async Task Run_NotAllowedToRead_IsSkippedAndNamesTheCommandForRoot()
    {
        var check = Check.Of("a.b", "t", "l", "r", _ => throw new HostDeniedException("/etc/secret"));
        var finding = await DoctorRun.ExamineAsync(check, Context(), default);
        Assert.Equal(
            Finding.Skip("this user may not read /etc/secret", $"sudo farlink doctor -c {PiHost.Config} --only a.b"), finding);
    }

    [Fact]
    public async Task Run_CheckNeverEnds_IsGivenUpAtItsLimitAndNotBefore()
    {
        var started = new TaskCompletionSource();
        var check = new Check("a.b", "t", "l", "remedy", async (_, _) =>
        {
            started.SetResult();
            return await new TaskCompletionSource<Finding>().Task;
        });
        var running = DoctorRun.ExamineAsync(check, Context(), default);
        await started.Task;
        _time.Advance(DoctorRun.CheckLimit - TimeSpan.FromTicks(1));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Finding.Fail("no answer in 20 s", "remedy"), await running);
    }

    [Fact]
    public async Task Run_Interrupted_EndsTheRun()
    {
        using var stop = new CancellationTokenSource();
        var check = new Check("a.b", "t", "l", "r", async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return Finding.Ok("never");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DoctorRun.ExamineAsync(check, Context(), stop.Token));
    }

    private CheckContext Context() => new(_host.View, PiHost.Subject, _time);
}
