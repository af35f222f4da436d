using System.CommandLine;
using Farlink.Configuration;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Boards;

namespace Farlink.Commands;

/// <summary>What <c>radio listen</c> and <c>radio send</c> were asked for.</summary>
internal sealed record RadioCommandSetup(
    RadioUri Radio, RadioSettings Settings, DutyCycle Limit, RadioHeadOptions Node, bool AsJson);

/// <summary>The options that <c>radio listen</c> and <c>radio send</c> share.</summary>
internal sealed class RadioCommandOptions
{
    private readonly Option<string> _radio = Options.Of("--radio", "The radio", RadioUri.Example);
    private readonly Option<string?> _board = Options.Optional<string>("--board", "The board of a chip, as dragino-lora-gps-hat");
    private readonly Option<double> _frequency = Options.Real("--frequency", "Centre of the channel in MHz", 868.1, 137, 1020);
    private readonly Option<long> _factor = Options.Number("--sf", "Spreading factor", 7, 5, 12);
    private readonly Option<double> _bandwidth = Options.Real("--bandwidth", "Bandwidth in kHz", 125, 7.8, 500);
    private readonly Option<string> _rate = Options.Of("--coding-rate", "4/5, 4/6, 4/7 or 4/8", "4/5");
    private readonly Option<string> _lowDataRate = Options.OneOf(
        "--ldro", "Low data rate optimisation: auto (where a symbol lasts 16 ms), on or off (RadioHead's slow presets)", "auto",
        "auto", "on", "off");
    private readonly Option<long> _preamble = Options.Number("--preamble", "Programmed preamble in symbols", 8, 6, 65_535);
    private readonly Option<long> _syncWord = Options.Number("--sync-word", "18 (0x12) private, 52 (0x34) LoRaWAN", 0x12, 0, 255);
    private readonly Option<double> _power = Options.Real("--power", "Power at the antenna connector in dBm", 14, -9, 22);
    private readonly Option<string> _region = Options.Of("--region", "Whose airtime limits are kept", "EU868");
    private readonly Option<long> _address;
    private readonly Option<string> _codec = Options.OneOf(
        "--codec", "none, rh-encrypted (RHEncryptedDriver) or seed-zero-pad (the seed)", "none",
        "none", "rh-encrypted", "seed-zero-pad");
    private readonly Option<string?> _keyFile = Options.Optional<string>("--key-file", "File with the 16 octets both ends share");
    private readonly Option<bool> _reliable = Options.Of(
        "--reliable", "As RHReliableDatagram: acknowledge what arrives, repeat what is not acknowledged", false);
    private readonly Option<long> _retries = Options.Number("--retries", "Repeats of a reliable message", 3, 0, 20);
    private readonly Option<TimeSpan> _ackTimeout = Options.Span(
        "--ack-timeout", "Shortest wait for an acknowledgement", TimeSpan.FromMilliseconds(200));
    private readonly Option<bool> _json = Options.Of("--json", "Print one JSON object a frame", false);

    public RadioCommandOptions(byte address) => _address = Options.Number("--address", "Own address", address, 0, 254);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_radio, _board, _frequency, _factor, _bandwidth, _rate, _lowDataRate, _preamble,
            _syncWord, _power, _region, _address, _codec,
            _keyFile, _reliable, _retries, _ackTimeout, _json])
            command.Add(option);
    }

    public RadioCommandSetup Read(ParseResult parsed)
    {
        if (!RadioUri.TryParse(parsed.GetValue(_radio)!, out var radio, out var problem))
            throw new UsageException($"--radio {parsed.GetValue(_radio)}: {problem}.");
        if (radio is RadioUri.RNode)
        {
            throw new UsageException(
                $"--radio {radio}: this command speaks RadioHead, and an RNode puts an octet of its own before each frame. Use "
                + "farlink site or base with mode = \"farlink\" at two RNodes.");
        }

        var node = new RadioHeadOptions
        {
            Address = (byte)parsed.GetValue(_address),
            Codec = Composition.Codec(parsed.GetValue(_codec)!, parsed.GetValue(_keyFile)),
            Reliable = parsed.GetValue(_reliable),
            Retries = (int)parsed.GetValue(_retries),
            Timeout = Duration.FromTimeSpan(parsed.GetValue(_ackTimeout)),
        };
        var settings = Settings(parsed);
        return new RadioCommandSetup(OnBoard(radio, parsed.GetValue(_board)), settings, Limit(parsed, settings), node,
            parsed.GetValue(_json));
    }

    private static RadioUri OnBoard(RadioUri radio, string? name)
    {
        if (name is null) return radio;
        var board = KnownBoards.Find(name) ?? throw new UsageException(
            $"--board {name} is not known. Known boards: {string.Join(", ", KnownBoards.All.Select(one => one.Name))}.");
        return radio is RadioUri.IChip chip ? chip.On(board)
            : throw new UsageException($"--board belongs to a chip, not to {radio}.");
    }

    private RadioSettings Settings(ParseResult parsed)
    {
        if (!ModulationText.TryFindBandwidth(parsed.GetValue(_bandwidth), out var bandwidth))
        {
            throw new UsageException(
                $"--bandwidth {parsed.GetValue(_bandwidth)} is not possible: {ModulationText.AllBandwidths}.");
        }

        if (!CodingRate.TryParse(parsed.GetValue(_rate)!, out var rate))
            throw new UsageException($"--coding-rate must be one of 4/5, 4/6, 4/7, 4/8, not '{parsed.GetValue(_rate)}'.");
        var factor = new SpreadingFactor((int)parsed.GetValue(_factor));
        var lowDataRate = parsed.GetValue(_lowDataRate) switch
        {
            "auto" => LoRaModulation.RecommendedLowDataRate(factor, bandwidth),
            var word => word == "on",
        };
        return new RadioSettings
        {
            Frequency = Hertz.FromMegahertz(parsed.GetValue(_frequency)),
            TransmitPower = new Dbm(parsed.GetValue(_power)),
            Modulation = new LoRaModulation
            {
                SpreadingFactor = factor,
                Bandwidth = bandwidth,
                CodingRate = rate,
                LowDataRateOptimize = lowDataRate,
                PreambleSymbols = (int)parsed.GetValue(_preamble),
                SyncWord = (byte)parsed.GetValue(_syncWord),
            },
        };
    }

    /// <summary>A radio that radiates is held inside its sub-band's limit, by hand too.</summary>
    private DutyCycle Limit(ParseResult parsed, RadioSettings settings)
    {
        var name = parsed.GetValue(_region)!;
        if (!Regions.TryFind(name, out var region))
            throw new UsageException($"--region {name} is not known: {string.Join(", ", Regions.All.Select(one => one.Name))}.");
        var verdict = region.Check(settings.Frequency, settings.Modulation.Bandwidth);
        return verdict.Binding?.DutyCycle ?? throw new UsageException(
            $"--frequency {settings.Frequency} is not allowed in {region.Name}: {string.Join("; ", region.SubBands)}.");
    }
}
