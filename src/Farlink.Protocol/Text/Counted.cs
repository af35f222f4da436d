using System.Globalization;

namespace Farlink.Protocol.Text;

/// <summary>Numbers of things in sentences.</summary>
public static class Counted
{
    /// <summary><c>0 files</c>, <c>1 file</c>, <c>2 files</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">What one is called, with the verb where there is one: <c>message waits</c>.</param>
    /// <param name="many">What several are called; null: as one, with an s.</param>
    public static string Of(long number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many ?? one + "s")}");
}
