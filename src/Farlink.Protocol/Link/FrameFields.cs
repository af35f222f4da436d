using System.Globalization;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>What an extended frame says, in words (docs/protocol.md §4).</summary>
internal static class FrameFields
{
    /// <summary>Adds the fields of a text whose chunk was cut off.</summary>
    /// <param name="fields">Receives them.</param>
    /// <param name="text">The text without its chunk.</param>
    /// <param name="expectedCum">The chunk nearest to which an acknowledgement lies.</param>
    /// <param name="chunkOctets">Octets of the chunk; 0 without one.</param>
    public static void Add(List<FrameField> fields, ReadOnlySpan<byte> text, long expectedCum, int chunkOctets)
    {
        Span<byte> whole = stackalloc byte[text.Length + 1];
        text.CopyTo(whole);

        // Where there is a chunk, one octet of it makes the text whole again.
        if (!ExtendedBody.TryParse(chunkOctets > 0 ? whole : text, expectedCum, out var body)) return;
        if (body.Ack is { } ack) FrameContent.Add(fields, ack);
        if (body.Resume is { } resume)
        {
            Add(fields, "store", resume.Store.ToString("x16", CultureInfo.InvariantCulture));
            Add(fields, "store of the other end", resume.PeerStore.ToString("x16", CultureInfo.InvariantCulture));
            Add(fields, "has committed messages up to", Number(resume.Committed));
        }

        if (body.Settings is { } settings) Add(fields, settings);
        if (body.Credit is { } credit) Add(fields, "can answer", $"{credit} more times");
        if (body.Phase is { } phase) Add(fields, "time slot", $"every {phase.Period} ms, next in {phase.UntilNext} ms");
        if (body.Published is { } published) Add(fields, "has published messages up to", Number(published));
        if (body.Bye) Add(fields, "goodbye", "it stops");
        if (body.Margin is { } margin) Add(fields, "hears us above the limit by", $"{margin} dB");
        Add(fields, body.Streams);
        if (body.ChunkNumber is { } number) Add(fields, "chunk", $"..{number:X2}, {Number(chunkOctets)} octets");
    }

    private static void Add(List<FrameField> fields, SettingsField settings)
    {
        Add(fields, "session is", $"{settings.SessionSeconds} s old");
        Add(fields, "longest message", $"{settings.MostMessageOctets} octets");
        Add(fields, "answers every", $"{settings.AnswerEvery} chunks");
    }

    private static void Add(List<FrameField> fields, StreamFields streams)
    {
        if (streams.Check is { } check) Add(fields, "text up to chunk", $"..{check.Chunk:X2} has hash {check.Hash:x4}");
        if (streams.Reset is { } reset)
            Add(fields, "cannot read on", $"wants epoch {reset.Epoch}, has messages up to {Number(reset.Committed)}");
        if (streams.Epoch is { } epoch)
            Add(fields, "epoch begins", $"{epoch.Epoch}, with chunk {Number(epoch.Chunk)} and message {Number(epoch.StreamId)}");
        if (streams.Proof is { } proof) Add(fields, "text is the same up to chunk", $"..{proof:X2}");
    }

    private static void Add(List<FrameField> fields, string name, string value) => fields.Add(new FrameField(name, value));

    private static string Number(long number) => FrameContent.Text(number);
}
