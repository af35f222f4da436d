using System.Text;

namespace Farlink.Host.Inspection;

/// <summary>The terse output of nmcli(1), <c>-t</c>: fields with colons between, and a backslash before one in a value.</summary>
internal static class Nmcli
{
    /// <summary>The fields of a line.</summary>
    public static List<string> Fields(string line)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length) field.Append(line[++at]);
            else if (line[at] != ':') field.Append(line[at]);
            else
            {
                fields.Add(field.ToString());
                field.Clear();
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    /// <summary>Runs it; no lines if it is not there or NetworkManager does not run.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(
        HostView host, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        await host.RunAsync("nmcli", ["-t", .. arguments], cancellationToken) is { IsGood: true } result ? result.Lines : [];
}
