using System.Collections;
using System.Reflection;
using System.Text;

namespace Farlink.Tests.Reference;

/// <summary>All that a configuration holds, a line a value: two that are alike give the same text.</summary>
internal static class ObjectText
{
    private const int Deepest = 12;

    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, "config", value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string path, object? value, int depth)
    {
        Assert.True(depth < Deepest, $"{path} goes on without an end");
        switch (value)
        {
            case string or null:
                text.Append(path).Append(" = ").Append(value ?? "null").Append('\n');
                break;
            case IEnumerable items:
                foreach (var (index, item) in items.Cast<object?>().Index()) Append(text, $"{path}[{index}]", item, depth + 1);
                break;
            case { } ours when ours is not Enum && IsOurs(ours.GetType()):
                foreach (var property in ours.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                    Append(text, $"{path}.{property.Name}", property.GetValue(ours), depth + 1);
                break;
            default:
                text.Append(path).Append(" = ").Append(value).Append('\n');
                break;
        }
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Farlink", StringComparison.Ordinal) ?? false;
}
