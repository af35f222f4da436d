using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>Something that is wrong with a host, and what the doctor must say of it.</summary>
/// <param name="Id">The check.</param>
/// <param name="What">What is wrong, in words.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Saw">A part of what it saw.</param>
/// <param name="Cure">A part of the cure.</param>
/// <param name="Break">Breaks the host.</param>
internal sealed record Case(string Id, string What, Verdict Verdict, string Saw, string Cure, Action<FakeHost> Break)
{
    /// <summary>The host with hostapd in place of NetworkManager.</summary>
    public bool IsHostapd { get; init; }

    /// <summary>The host without an access point, and of whose role nobody has said anything.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Another configuration.</summary>
    public Func<DoctorSubject, DoctorSubject> Change { get; init; } = subject => subject;

    public string Name => $"{Id}: {What}{(IsHostapd ? " (hostapd)" : "")}{(IsFresh ? " (fresh)" : "")}";

    /// <summary>Nothing is wrong with the host, but with what is configured.</summary>
    public static void Leave(FakeHost host)
    {
        // It stays as it is.
    }
}
