using System.Globalization;
using Farlink.Configuration;
using Farlink.Configuration.Reference;

namespace Farlink.Tests.Reference;

/// <summary>The ranges and values of the reference are the ones that the loader keeps.</summary>
public sealed class RangeTests
{
    private const int FewestRanges = 30;
    private const double Millisecond = 0.001;

    /// <summary>
    /// Ends of a range that no configuration can have, because something else is narrower. Frequencies: the bands of the regions;
    /// the range itself is there against slips of the unit.
    /// </summary>
    private static readonly string[] OutOfReach = ["radio: frequency_mhz = 100", "radio: frequency_mhz = 1100"];

    public static TheoryData<string> WithRange { get; } =
        [.. Entries.All.Where(entry => entry.Form.Least is not null).Select(Entries.NameOf)];

    public static TheoryData<string> WithValues { get; } =
        [.. Entries.All.Where(entry => entry.Form.Values.Count > 0).Select(Entries.NameOf)];

    [Fact]
    public void Ranges_All_AreSeen() =>
        Assert.InRange(Entries.All.Count(entry => entry.Form.Least is not null), FewestRanges, int.MaxValue);

    [Theory]
    [MemberData(nameof(WithRange))]
    public void Number_BesideItsRange_IsRefusedEverywhere(string name)
    {
        var entry = Entries.Find(name);
        var (form, step) = (entry.Form, entry.Form.Kind == KeyKind.Span ? Millisecond : 1);
        string[] beside = [Write(form, form.Least!.Value - step), Write(form, form.Most!.Value + step)];
        foreach (var reading in entry.Readings)
            foreach (var value in beside)
                Assert.True(Trial.Refuses(reading, value), $"{value} was taken by:\n{reading.Case.Text}");
    }

    [Theory]
    [MemberData(nameof(WithRange))]
    public void Number_AtTheEndOfItsRange_IsTaken(string name)
    {
        var entry = Entries.Find(name);
        foreach (var value in (string[])[Write(entry.Form, entry.Form.Least!.Value), Write(entry.Form, entry.Form.Most!.Value)])
        {
            var isTaken = entry.Readings.Any(reading => Trial.Takes(reading, value));
            Assert.True(isTaken != OutOfReach.Contains($"{name} = {value}"), $"{value} was {(isTaken ? "taken" : "refused")}");
        }
    }

    [Theory]
    [MemberData(nameof(WithValues))]
    public void Value_OfAList_IsTaken(string name)
    {
        var entry = Entries.Find(name);
        Assert.All(entry.Form.Values, value => Assert.Contains(entry.Readings, reading => Trial.Takes(reading, value)));
    }

    [Theory]
    [MemberData(nameof(WithValues))]
    public void Value_OfNoList_IsRefusedEverywhere(string name)
    {
        var entry = Entries.Find(name);
        var other = Other(entry.Form);
        foreach (var reading in entry.Readings)
            Assert.True(Trial.Refuses(reading, other), $"{other} was taken by:\n{reading.Case.Text}");
    }

    /// <summary>A time is written as one, but a negative one can only be a number.</summary>
    private static string Write(KeyForm form, double value) => form.Kind == KeyKind.Span && value >= 0
        ? TomlValue.Of(TimeSpan.FromSeconds(value)) : TomlValue.Of(value);

    /// <summary>A word that is none of them, or a number between two of them.</summary>
    private static string Other(KeyForm form)
    {
        if (form.Kind is not (KeyKind.Integer or KeyKind.Number)) return TomlValue.Of("no such word");
        var numbers = form.Values.Take(2).Select(one => double.Parse(one, CultureInfo.InvariantCulture)).ToArray();
        return TomlValue.Of((numbers[0] + numbers[1]) / 2);
    }
}
