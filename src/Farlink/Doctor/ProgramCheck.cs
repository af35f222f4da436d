using Farlink.Host.Doctor;

namespace Farlink.Doctor;

/// <summary>Makes checks that need the configuration.</summary>
internal static class ProgramCheck
{
    /// <summary>One that takes its time.</summary>
    public static Check Of(
        string id, string title, string looks, string remedy, Func<ProgramContext, CancellationToken, Task<Finding>> examine) =>
        new(id, title, looks, remedy, (context, cancellationToken) => examine((ProgramContext)context, cancellationToken));

    /// <summary>One that does not.</summary>
    public static Check Of(string id, string title, string looks, string remedy, Func<ProgramContext, Finding> examine) =>
        Check.Of(id, title, looks, remedy, context => examine((ProgramContext)context));
}
