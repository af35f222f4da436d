using System.CommandLine;

namespace Farlink.Output;

/// <summary>An argument as the manual and the completions of shells see it.</summary>
/// <param name="Name">What stands for it: <c>FILE</c>.</param>
/// <param name="Description">What it means.</param>
/// <param name="Values">The values that there are, if they are known.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record ArgumentOutline(string Name, string Description, IReadOnlyList<string> Values, bool IsOptional)
{
    public static ArgumentOutline Of(Argument argument) => new(
        argument.HelpName ?? argument.Name, argument.Description ?? string.Empty, OptionOutline.ValuesOf(argument),
        argument.Arity.MinimumNumberOfValues == 0);
}
