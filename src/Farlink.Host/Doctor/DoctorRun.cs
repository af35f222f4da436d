using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>A check and what it found.</summary>
/// <param name="Check">The check.</param>
/// <param name="Finding">What it found.</param>
public sealed record Examined(Check Check, Finding Finding);

/// <summary>Runs checks one after another. None can stop the others: what goes wrong in one is its finding.</summary>
public static class DoctorRun
{
    /// <summary>How long one check may take: 20 s.</summary>
    public static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(20);

    /// <summary>Runs them.</summary>
    /// <param name="checks">Which, in this order.</param>
    /// <param name="context">What they look at.</param>
    /// <param name="starting">Told of each before it begins.</param>
    /// <param name="done">Told of each when it has ended.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<IReadOnlyList<Examined>> RunAsync(
        IReadOnlyList<Check> checks, CheckContext context, Action<Check> starting, Action<Examined> done,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(starting);
        ArgumentNullException.ThrowIfNull(done);
        List<Examined> all = [];
        foreach (var check in checks)
        {
            starting(check);
            var examined = new Examined(check, await ExamineAsync(check, context, cancellationToken));
            done(examined);
            all.Add(examined);
        }

        return all;
    }

    /// <summary>Runs one.</summary>
    /// <param name="check">Which.</param>
    /// <param name="context">What it looks at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Finding> ExamineAsync(Check check, CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(context);
        using var limit = new CancellationTokenSource(CheckLimit, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // On a thread of its own: one that blocks where it cannot be cancelled is left behind.
            return await Task.Run(() => check.Examine(context, either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (HostDeniedException denied)
        {
            return Finding.Skip(denied.Message, $"sudo farlink doctor -c {context.Subject.ConfigPath} --only {check.Id}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return Finding.Fail($"no answer in {CheckLimit.TotalSeconds:0} s", check.Remedy);
        }
        catch (Exception failure)
        {
            return Finding.Fail(failure.Message, check.Remedy);
        }
    }
}
