namespace Farlink.Output;

/// <summary>What the completions of the shells have in common: lists of words, quoted, that a script searches.</summary>
internal static class ShellWords
{
    /// <summary>One word of bash or zsh, whatever is in it.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Every command but the first, by its path: where a word leads to.</summary>
    public static IEnumerable<string> Steps(CommandOutline root) => root.All.Skip(1).Select(command => command.Path);

    /// <summary>Every option that takes a value: the next word is that, and no command.</summary>
    public static IEnumerable<string> Takers(CommandOutline root) => root.All.SelectMany(command =>
        Takers(command, option => true));

    /// <summary>Every option whose values are known, with them.</summary>
    public static IEnumerable<(IReadOnlyList<string> Takers, IReadOnlyList<string> Values)> Known(CommandOutline root) =>
        from command in root.All
        from option in command.AllOptions
        where option.Value is not null && option.Values.Count > 0
        select ((IReadOnlyList<string>)[.. option.Names.Select(name => $"{command.Path} {name}")], option.Values);

    /// <summary>Every option that takes a value which nobody knows beforehand: files may be meant.</summary>
    public static IEnumerable<string> Free(CommandOutline root) => root.All.SelectMany(command =>
        Takers(command, option => option.Values.Count == 0));

    /// <summary>What may follow a command: its own commands, known values of its arguments, and its options.</summary>
    public static IEnumerable<(string Word, string Summary)> Following(CommandOutline command) =>
    [
        .. command.Children.Select(child => (child.Name, CommandOutline.Summary(child.Description))),
        .. command.Arguments.SelectMany(argument => argument.Values.Select(value =>
            (value, CommandOutline.Summary(argument.Description)))),
        .. command.AllOptions.SelectMany(option => option.Names.Select(name =>
            (name, CommandOutline.Summary(option.Description)))),
    ];

    /// <summary>Whether a word may be meant that nobody knows beforehand, as a file.</summary>
    public static bool IsFree(CommandOutline command) => command.Arguments.Any(argument => argument.Values.Count == 0);

    private static IEnumerable<string> Takers(CommandOutline command, Func<OptionOutline, bool> isWanted) =>
        from option in command.AllOptions
        where option.Value is not null && isWanted(option)
        from name in option.Names
        select $"{command.Path} {name}";
}
