using System.Globalization;
using Farlink.Configuration;
using Farlink.Protocol.Airtime;
using Farlink.Radios.RNode;

namespace Farlink.Setup;

/// <summary>
/// What both ends of a link must have alike on the air and is not as usual in the region, as keys of [radio]. Preamble and
/// power are each end's own matter.
/// </summary>
/// <param name="Keys">Each key, and its value as TOML has it.</param>
internal sealed record SharedChannel(IReadOnlyList<(string Key, string Toml)> Keys)
{
    public const string Frequency = "frequency_mhz", Bandwidth = "bandwidth_khz", Factor = "spreading_factor";

    private const string Rate = "coding_rate", LowDataRate = "ldro", SyncWord = "sync_word";

    /// <summary>That of the region.</summary>
    public static SharedChannel Usual { get; } = new([]);

    /// <summary>The keys as lines of a configuration; empty: there are none.</summary>
    public string Lines => string.Concat(Keys.Select(one => $"{one.Key} = {one.Toml}\n"));

    /// <summary>What an end that is set up has.</summary>
    public static SharedChannel Of(RadioConfig radio)
    {
        var (region, frequency, own) = (radio.Region, radio.Settings.Frequency, radio.Settings.Modulation);
        var usual = new LoRaModulation();
        List<(string Key, string Toml)> keys = [];
        if (frequency != region.DefaultFrequency) keys.Add((Frequency, TomlText.Number(frequency.Megahertz)));
        if (own.Bandwidth != region.DefaultBandwidth) keys.Add((Bandwidth, TomlText.Number(own.Bandwidth.Kilohertz)));
        if (own.SpreadingFactor != usual.SpreadingFactor) keys.Add((Factor, $"{own.SpreadingFactor.Value}"));
        if (own.CodingRate != usual.CodingRate) keys.Add((Rate, TomlText.Quote(own.CodingRate.ToString())));
        if (MustSayLowDataRate(own)) keys.Add((LowDataRate, TomlText.Quote(own.LowDataRateOptimize ? "on" : "off")));
        if (own.SyncWord != usual.SyncWord) keys.Add((SyncWord, $"{own.SyncWord}"));
        return new SharedChannel(keys);
    }

    /// <summary>Reads those keys where a file has them; whether they fit the configuration says that they go into.</summary>
    public static SharedChannel Read(SectionReader root)
    {
        (string Key, string? Toml)[] keys =
        [
            (Frequency, Number(root.OptionalNumber(Frequency, null, 100, 1100))),
            (Bandwidth, Number(root.OptionalNumber(Bandwidth, null, 7.8, 500))),
            (Factor, Whole(root.OptionalInteger(Factor, null, SpreadingFactor.Lowest, SpreadingFactor.Highest))),
            (Rate, Text(root.OptionalText(Rate))),
            (LowDataRate, Text(root.OptionalText(LowDataRate))),
            (SyncWord, Whole(root.OptionalInteger(SyncWord, null, 0, byte.MaxValue))),
        ];
        return new SharedChannel([.. keys.Where(one => one.Toml is not null).Select(one => (one.Key, one.Toml!))]);
    }

    /// <summary>Whether a key is one of them.</summary>
    public bool Has(string key) => Keys.Any(one => one.Key == key);

    /// <summary>An RNode decides otherwise than a chip's driver, and two ends that differ in it do not hear each other.</summary>
    private static bool MustSayLowDataRate(LoRaModulation own) =>
        own.LowDataRateOptimize != LoRaModulation.RecommendedLowDataRate(own.SpreadingFactor, own.Bandwidth)
        || own.LowDataRateOptimize != RNodeModem.OptimizesLowDataRate(own);

    private static string? Whole(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Number(double? value) => value is { } known ? TomlText.Number(known) : null;

    private static string? Text(string? value) => value is null ? null : TomlText.Quote(value);
}
