using Farlink.Host.Doctor;

namespace Farlink.Tests.Doctor;

/// <summary>Something that is wrong, and what the doctor must say of it.</summary>
/// <param name="Id">The check.</param>
/// <param name="What">What is wrong, in words.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Saw">A part of what it saw.</param>
/// <param name="Cure">A part of the cure.</param>
/// <param name="Break">Breaks it.</param>
internal sealed record ProgramCase(
    string Id, string What, Verdict Verdict, string Saw, string Cure, Func<DoctorBench, Task> Break)
{
    /// <summary>Breaks it at once.</summary>
    public ProgramCase(string id, string what, Verdict verdict, string saw, string cure, Action<DoctorBench> broken)
        : this(id, what, verdict, saw, cure, bench =>
        {
            broken(bench);
            return Task.CompletedTask;
        })
    {
    }

    public string Name => $"{Id}: {What}";
}
