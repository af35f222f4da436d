using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Farlink.Host.Doctor;
using Farlink.Protocol.Text;

namespace Farlink.Output;

/// <summary>What <c>farlink doctor</c> found, as it goes, for people; and all at once for programs.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="isTerminal">Whether a person looks: then with colours, and the name of the check that runs.</param>
/// <param name="isBrief">Whether only what is wrong or odd is told, and the numbers of all.</param>
internal sealed class DoctorReport(TextWriter output, bool isTerminal, bool isBrief = false)
{
    private const int VerdictWidth = 5, IdWidth = 18;

    /// <summary>ECMA-48: to the beginning of the line, and erase it; colours; no colour.</summary>
    private const string Anew = "\r\x1b[K", Green = "\x1b[32m", Yellow = "\x1b[33m", Red = "\x1b[31m", Dim = "\x1b[2m",
        Plain = "\x1b[0m";

    /// <summary>A check begins.</summary>
    public void Start(Check check)
    {
        if (!isTerminal) return;
        output.Write($"{Dim}{"..",-VerdictWidth} {check.Id}{Plain}");
        output.Flush();
    }

    /// <summary>A check has ended.</summary>
    public void End(Examined examined)
    {
        var finding = examined.Finding;
        if (isBrief && finding.Verdict is (Verdict.Ok or Verdict.Skip))
        {
            if (isTerminal) output.Write(Anew);
            return;
        }

        var verdict = $"{Word(finding.Verdict),-VerdictWidth}";
        if (isTerminal) verdict = $"{Anew}{Colour(finding.Verdict)}{verdict}{Plain}";
        output.WriteLine($"{verdict} {examined.Check.Id,-IdWidth} {Printable.Escape(finding.Saw)}");
        if (finding.Cure.Length == 0) return;
        var label = "cure: ";
        foreach (var line in finding.Cure.Split('\n'))
        {
            output.WriteLine($"{"",-VerdictWidth} {"",-IdWidth} {label}{Printable.Escape(line)}");
            label = "      ";
        }
    }

    /// <summary>All have ended.</summary>
    public void Sum(IReadOnlyList<Examined> all)
    {
        int Count(Verdict verdict) => all.Count(one => one.Finding.Verdict == verdict);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(Verdict.Ok)} ok, {Count(Verdict.Warn)} warned of, {Count(Verdict.Fail)} failed, "
            + $"{Count(Verdict.Skip)} skipped"));
    }

    /// <summary>One array on a line: id, title, verdict, saw, cure of each.</summary>
    public static string ToJson(IReadOnlyList<Examined> all)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, all);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>The same array, as a part of something.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Examined> all)
    {
        json.WriteStartArray();
        foreach (var (check, finding) in all)
        {
            json.WriteStartObject();
            json.WriteString("id", check.Id);
            json.WriteString("title", check.Title);
            json.WriteString("verdict", Word(finding.Verdict));
            json.WriteString("saw", finding.Saw);
            json.WriteString("cure", finding.Cure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warn => "warn",
        Verdict.Fail => "fail",
        _ => "skip",
    };

    private static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Ok => Green,
        Verdict.Warn => Yellow,
        Verdict.Fail => Red,
        _ => Dim,
    };
}
