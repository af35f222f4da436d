using System.Text.RegularExpressions;
using Farlink.Configuration.Reference;

namespace Farlink.Tests.Reference;

/// <summary>
/// Each key that is read has a meaning, each meaning is of a key, and the words for defaults do not contradict the loader.
/// </summary>
public sealed partial class MeaningTests
{
    private const int FewestKeys = 80;
    private const string Unknown = "zzzz";

    /// <summary>Defaults that the host gives: one in every case here, another elsewhere.</summary>
    private static readonly string[] OfTheHost = ["top: name"];

    public static TheoryData<string> WithWords { get; } =
        [.. Entries.All.Where(entry => entry.Meaning.Default is not null).Select(Entries.NameOf)];

    public static TheoryData<string> WithoutWords { get; } =
        [.. Entries.All.Where(entry => entry.Meaning.Default is null).Select(Entries.NameOf)];

    [Fact]
    public void Cases_All_AreGood()
    {
        foreach (var one in ReferenceCases.All)
        {
            var (config, problems) = Trial.Load(one, []);
            Assert.True(config is not null, $"{one.Text}{string.Join('\n', problems)}");
            Assert.Equal((one.Role, one.IsNative, one.IsEmbedded), (config.Role, config.Link.IsNative, config.Broker.IsEmbedded));
        }
    }

    [Fact]
    public void Keys_ThatAreRead_HaveOneMeaningEach()
    {
        var keys = KeyReference.Read();
        Assert.True(keys.DistinctBy(one => (one.Key.Section, one.Key.Key)).Count() >= FewestKeys);
        Assert.Empty(keys.Where(one => Tables(one) != 1).Select(one => $"{one.Key.FullName}: {Tables(one)} meanings").Distinct());
    }

    [Fact]
    public void Meanings_All_AreOfKeysThatAreRead() => Assert.Equal(
        KeyTables.All.SelectMany(table => table.Keys.Select(meaning => $"{table.Name}: {meaning.Key}")),
        Entries.All.Select(Entries.NameOf));

    /// <summary>What the loader says is known is all there is: nothing is read past the reference.</summary>
    [Fact]
    public void Keys_ThatTheLoaderKnows_AreInTheReference()
    {
        var tables = KeyTables.All.SelectMany(table => table.Section.Split('.')).ToHashSet(StringComparer.Ordinal);
        foreach (var one in ReferenceCases.All)
        {
            var recorder = one.Read();
            var recorded = recorder.Keys.Select(key => (key.Path, key.Key)).Concat(recorder.Ignored).ToHashSet();
            foreach (var path in recorder.Keys.Select(key => key.Path).Distinct())
                Assert.DoesNotContain(Known(one, path), key => !tables.Contains(key) && !recorded.Contains((path, key)));
        }
    }

    [Fact]
    public void Keys_ThatMeanNothingSomewhere_MeanSomethingElsewhere()
    {
        var tables = KeyTables.All.SelectMany(table => table.Section.Split('.')).ToHashSet(StringComparer.Ordinal);
        var ignored = ReferenceCases.All.SelectMany(one => one.Read().Ignored)
            .Select(one => new RecordedKey(one.Path, one.Key, new KeyForm(KeyKind.Text))).ToList();
        Assert.NotEmpty(ignored);
        Assert.Empty(ignored.Where(one => !tables.Contains(one.Key) && !IsMeant(one)).Select(one => one.FullName).Distinct());
    }

    [Fact]
    public void Form_OfAKey_IsTheSameInEveryCase() => Assert.Empty(
        Entries.All.Where(entry => entry.Readings.Select(one => Outline(one.Key.Form)).Distinct().Count() > 1)
            .Select(Entries.NameOf));

    [Fact]
    public void Form_InWords_IsOfATextOnly() => Assert.Empty(
        Entries.All.Where(entry => entry.Meaning.Form is not null
                && (entry.Form.Values.Count > 0 || entry.Form.Kind is not (KeyKind.Text or KeyKind.Texts)))
            .Select(Entries.NameOf));

    [Theory]
    [MemberData(nameof(WithoutWords))]
    public void Default_WithoutWords_IsOneAtEachEnd(string name)
    {
        var entry = Entries.Find(name);
        Assert.All(entry.Roles, role => Assert.Single(entry.DefaultsAt(role)));
    }

    [Theory]
    [MemberData(nameof(WithWords))]
    public void Default_InWords_FollowsFromSomethingElseOrIsNone(string name)
    {
        var defaults = Defaults(Entries.Find(name));
        Assert.True(defaults.Count > 1 || defaults.Contains(null) || OfTheHost.Contains(name), $"always {defaults[0]}");
    }

    [Theory]
    [MemberData(nameof(WithWords))]
    public void Default_ValuesInWords_AreTheLoaders(string name)
    {
        var entry = Entries.Find(name);
        var values = Code().Matches(entry.Meaning.Default!).Select(match => match.Groups["code"].Value).Where(IsValue);
        Assert.All(values, value => Assert.Contains(value, Defaults(entry)));
    }

    private static List<string?> Defaults(KeyEntry entry) => [.. entry.Roles.SelectMany(entry.DefaultsAt).Distinct()];

    private static int Tables(KeyReading reading) =>
        KeyTables.All.Sum(table => table.Keys.Count(meaning => KeyReference.IsOf(table, meaning, reading)));

    private static bool IsMeant(RecordedKey key) => KeyTables.All.Any(
        table => table.Section == key.Section && table.Keys.Any(meaning => meaning.Key == key.Key));

    /// <summary>The keys that the message about an unknown one names.</summary>
    private static string[] Known(ReferenceCase one, string path)
    {
        var key = path.Length == 0 ? Unknown : $"{path}.{Unknown}";
        var (_, problems) = Trial.Load(one, [(path, Unknown, "1")]);
        return problems.Single(problem => problem.Key == key).Allowed.Split("known here: ")[1].Split(", ");
    }

    private static string Outline(KeyForm form) => $"{form.Kind} {form.Least} {form.Most} {string.Join(' ', form.Values)}";

    /// <summary>Whether it is something that could be written after the equals sign.</summary>
    private static bool IsValue(string code) => code is ['"', ..] or "true" or "false" || char.IsAsciiDigit(code[0]);

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
