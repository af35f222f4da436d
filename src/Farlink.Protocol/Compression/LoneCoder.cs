using Farlink.Protocol.Compression.Priming;

namespace Farlink.Protocol.Compression;

/// <summary>
/// Codes messages each by itself, with a small model that knows the built-in text and nothing else: what other messages said
/// cannot be read from the length (security: isolated and secret routes). The model is made when it is first needed.
/// </summary>
internal sealed class LoneCoder
{
    /// <summary>What copying the model costs, in decisions.</summary>
    private const int CostOfCopy = 50;

    private static readonly ModelSize Size = ModelSize.AtMost(1)!.Value;
    private readonly ArithmeticEncoder _encoder = new();
    private readonly ArithmeticDecoder _decoder = new();
    private TelemetryModel? _model;
    private long _copies;

    /// <summary>Octets of the model, 0 before it was needed.</summary>
    public long Octets => _model?.Octets ?? 0;

    /// <summary>What it has cost so far (<see cref="TelemetryModel.Cost"/>).</summary>
    public long Cost => (_copies * CostOfCopy) + (_model?.Cost ?? 0);

    /// <summary>Makes what every coder copies.</summary>
    public static void Prepare() => PrimedModels.Of(Size);

    /// <summary>Codes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="padTo">The result is padded to a multiple of so many octets; 0 or 1: not at all.</param>
    public byte[] Encode(WholeMessage message, int padTo)
    {
        _encoder.Begin(0);
        Fresh().TryCode(_encoder, new MessageParts(RecordForm.Shared), message, int.MaxValue);
        var coded = _encoder.End();
        var length = Math.Max(1, coded.Length);
        if (padTo > 1) length = (length + padTo - 1) / padTo * padTo;
        var octets = new byte[length];
        coded.CopyTo(octets);
        return octets;
    }

    /// <summary>Decodes a message; null if it breaks the rules.</summary>
    public MessageParts? Decode(ReadOnlySpan<byte> octets, int mostOctets)
    {
        _decoder.Begin(octets);
        var parts = new MessageParts(RecordForm.Shared);
        return Fresh().TryCode(_decoder, parts, null, mostOctets) && parts.Stage == MessageStage.Done ? parts : null;
    }

    private RecordModel Fresh()
    {
        _model ??= new TelemetryModel(Size);
        _copies++;
        _model.CopyFrom(PrimedModels.Of(Size));
        return new RecordModel(_model, isBounded: false);
    }
}
