using System.Globalization;
using System.Text;

namespace Farlink.Output;

/// <summary>The manual page of the program, farlink(1), in the macros of groff_man(7).</summary>
internal static class ManPage
{
    /// <summary>What its commands do not say of themselves.</summary>
    private const string End =
        """
        .SH EXIT STATUS
        .TP
        .B 0
        Done.
        .TP
        .B 1
        Tried, and did not work.
        .TP
        .B 2
        Wrong usage or configuration.
        .SH ENVIRONMENT
        .TP
        .BI FARLINK_ SECTION __ KEY
        Replaces a key of the configuration: FARLINK_RADIO__REGION is region in [radio].
        .TP
        .B FARLINK_BACKUP_PASSPHRASE
        The passphrase of a backup, for
        .B farlink backup
        and
        .BR "farlink restore" .
        .TP
        .B FARLINK_CA_PASSPHRASE
        The passphrase of the CA's key, for
        .BR "farlink pki" .
        .TP
        .B FARLINK_MQTT_PASSWORD
        The password for
        .BR "farlink device" .
        .SH FILES
        .TP
        .I /etc/farlink/farlink.toml
        The configuration of the services
        .B farlink\-site
        and
        .BR farlink\-base .
        Neither starts before it is there.
        .TP
        .I /etc/farlink/farlink.env
        Environment of the services.
        .TP
        .I /var/lib/farlink
        What the services keep: messages that wait, airtime that was used, keys, pairings.
        .TP
        .I /usr/share/doc/farlink
        The documentation: README.md names its pages, troubleshooting.md goes by what one sees, configuration.md has every key of
        the configuration. In examples is a configuration for a site and one for a base.
        .SH SEE ALSO
        .BR systemctl (1),
        .BR journalctl (1),
        .BR mosquitto_sub (1)

        """;

    /// <param name="root">The program.</param>
    /// <param name="version">Its version.</param>
    public static string Write(CommandOutline root, string version)
    {
        // No date: the same program gives the same page.
        var page = new StringBuilder($".TH FARLINK 1 \"\" \"farlink {Escape(version)}\" \"User Commands\"\n");
        page.Append(".nh\n.ad l\n.SH NAME\nfarlink \\- ").Append(Escape(CommandOutline.Summary(root.Description))).Append('\n');
        page.Append(".SH SYNOPSIS\n.B farlink\n.I COMMAND\n.RI [ OPTION \" ...]\"\n.SH DESCRIPTION\n");
        AppendDescription(page, root.Description);
        AppendOptions(page, root.Options);
        page.Append(".SH COMMANDS\n");
        foreach (var command in root.All.Skip(1)) Append(page, command);
        return page.Append(End.ReplaceLineEndings("\n")).ToString();
    }

    private static void Append(StringBuilder page, CommandOutline command)
    {
        page.Append(".SS ").Append(Escape(command.Path));
        foreach (var argument in command.Arguments) page.Append(' ').Append(Shown(argument));
        page.Append('\n');
        AppendDescription(page, command.Description);
        foreach (var argument in command.Arguments)
            AppendTerm(page, $"\\fI{Escape(argument.Name)}\\fR", Meaning(argument.Description, argument.Values, null, false));
        AppendOptions(page, command.Options);
    }

    private static void AppendOptions(StringBuilder page, IReadOnlyList<OptionOutline> options)
    {
        foreach (var option in options)
        {
            var names = string.Join(", ", option.Names.Select(name => $"\\fB{Escape(name)}\\fR"));
            AppendTerm(
                page, option.Value is { } value ? $"{names} \\fI{Escape(value)}\\fR" : names,
                Meaning(option.Description, option.Values, option.Default, option.IsRequired));
        }
    }

    private static void AppendTerm(StringBuilder page, string term, string meaning) =>
        page.Append(".TP\n").Append(term).Append('\n').Append(Line(meaning)).Append('\n');

    /// <summary>Paragraphs are filled, examples keep their lines.</summary>
    private static void AppendDescription(StringBuilder page, string description)
    {
        foreach (var paragraph in description.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var isExample = paragraph.StartsWith("Example", StringComparison.Ordinal);
            page.Append(isExample ? ".PP\n.nf\n" : ".PP\n");
            foreach (var line in paragraph.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                page.Append(Line(line)).Append('\n');
            if (isExample) page.Append(".fi\n");
        }
    }

    private static string Meaning(string description, IReadOnlyList<string> values, string? fallback, bool isRequired)
    {
        var meaning = new StringBuilder(description.TrimEnd('.')).Append('.');
        if (values.Count > 0 && !values.All(value => description.Contains(value, StringComparison.Ordinal)))
            meaning.Append(" One of ").AppendJoin(", ", values).Append('.');
        if (fallback is not null) meaning.Append(" Default: ").Append(fallback).Append('.');
        if (isRequired) meaning.Append(" Required.");
        return meaning.ToString();
    }

    private static string Shown(ArgumentOutline argument) =>
        argument.IsOptional ? $"[{Escape(argument.Name)}]" : Escape(argument.Name);

    /// <summary>A line of text: one that begins with a point or an apostrophe would be a request (groff(7)).</summary>
    private static string Line(string text) => "\\&" + Escape(text.Trim('\r'));

    /// <summary>Characters that groff takes for others, or for its own; a minus stays one, so that it can be copied.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '"' => "\\(dq",
                '\'' => "\\(aq",
                '`' => "\\(ga",
                '^' => "\\(ha",
                '~' => "\\(ti",
                > 126 or < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }
}
