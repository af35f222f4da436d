using System.CommandLine;
using Farlink.Configuration;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;

namespace Farlink.Commands;

/// <summary>What <c>radio listen</c> and <c>radio send</c> were asked for.</summary>
internal sealed record RadioCommandSetup(RadioUri Radio, RadioHeadOptions Node, bool AsJson);

/// <summary>The options that <c>radio listen</c> and <c>radio send</c> share.</summary>
internal sealed class RadioCommandOptions
{
    private readonly Option<string> _radio = Options.Of("--radio", "The radio", RadioUri.Example);
    private readonly Option<long> _address;
    private readonly Option<string> _codec = Options.Of(
        "--codec", "none, rh-encrypted (RHEncryptedDriver) or seed-zero-pad (the seed)", "none");
    private readonly Option<string?> _keyFile = Options.Optional<string>("--key-file", "File with the 16 octets both ends share");
    private readonly Option<bool> _reliable = Options.Of(
        "--reliable", "As RHReliableDatagram: acknowledge what arrives, repeat what is not acknowledged", false);
    private readonly Option<long> _retries = Options.Number("--retries", "Repeats of a reliable message", 3, 0, 20);
    private readonly Option<TimeSpan> _ackTimeout = Options.Span(
        "--ack-timeout", "Shortest wait for an acknowledgement", TimeSpan.FromMilliseconds(200));
    private readonly Option<bool> _json = Options.Of("--json", "Print one JSON object a frame", false);

    public RadioCommandOptions(byte address)
    {
        _address = Options.Number("--address", "Own address", address, 0, 254);
        _codec.AcceptOnlyFromAmong("none", "rh-encrypted", "seed-zero-pad");
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_radio, _address, _codec, _keyFile, _reliable, _retries, _ackTimeout, _json])
            command.Add(option);
    }

    public RadioCommandSetup Read(ParseResult parsed)
    {
        if (!RadioUri.TryParse(parsed.GetValue(_radio)!, out var radio, out var problem))
            throw new UsageException($"--radio {parsed.GetValue(_radio)}: {problem}.");
        var node = new RadioHeadOptions
        {
            Address = (byte)parsed.GetValue(_address),
            Codec = Composition.Codec(parsed.GetValue(_codec)!, parsed.GetValue(_keyFile)),
            Reliable = parsed.GetValue(_reliable),
            Retries = (int)parsed.GetValue(_retries),
            Timeout = Duration.FromTimeSpan(parsed.GetValue(_ackTimeout)),
        };
        return new RadioCommandSetup(radio, node, parsed.GetValue(_json));
    }
}
