using System.Globalization;
using Farlink.Simulation.Bench;

namespace Farlink.Output;

/// <summary>Figures for people and for programs.</summary>
internal static class BenchReport
{
    public static void Print(Figure figure)
    {
        var target = figure.Target is { } wanted ? $"{(figure.IsAtMost ? "<=" : ">=")} {Number(wanted)}" : "reported";
        var verdict = figure.Target is null ? "  " : figure.IsOk ? "ok" : "MISSED";
        Console.Out.WriteLine($"{verdict,-7}{Number(figure.Value),10} {figure.Unit,-7}{target,-12} {figure.Text}");
        foreach (var (name, value) in figure.Peers)
            Console.Out.WriteLine($"{string.Empty,7}{Number(value),10} {string.Empty,-19} {name}");
    }

    public static void PrintJson(IReadOnlyList<Figure> figures) => Console.Out.Write(JsonLine.Write(json =>
    {
        json.WriteStartArray("figures");
        foreach (var figure in figures)
        {
            json.WriteStartObject();
            json.WriteString("name", figure.Name);
            if (double.IsNaN(figure.Value)) json.WriteNull("value");
            else json.WriteNumber("value", Math.Round(figure.Value, 6));
            json.WriteString("unit", figure.Unit);
            if (figure.Target is { } target) json.WriteNumber("target", target);
            else json.WriteNull("target");
            json.WriteBoolean("ok", figure.IsOk);
            if (figure.Peers.Count > 0)
            {
                json.WriteStartObject("peers");
                foreach (var (name, value) in figure.Peers) json.WriteNumber(name, Math.Round(value, 6));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }));

    private static string Number(double value) =>
        double.IsNaN(value) ? "none" : value.ToString("0.###", CultureInfo.InvariantCulture);
}
