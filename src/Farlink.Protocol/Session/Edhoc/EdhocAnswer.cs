namespace Farlink.Protocol.Session.Edhoc;

/// <summary>What both roles check.</summary>
internal static class EdhocAnswer
{
    /// <summary>Whether the answer of a holder of a private key has the right length.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void Check(EdhocRequest request, ReadOnlySpan<byte> answer)
    {
        var expected = request is EdhocRequest.Sign ? 2 * P256.CoordinateSize : P256.CoordinateSize;
        if (answer.Length == expected) return;
        throw new ArgumentException($"The answer has {expected} octets, not {answer.Length}.", nameof(answer));
    }

    /// <summary>Whether a peer shows our own credential, or our key under another name: we talk to ourselves.</summary>
    public static bool IsSame(EdhocCredential peer, EdhocCredential own) =>
        peer.Content.Span.SequenceEqual(own.Content.Span)
        || peer.Point.Span[..P256.CoordinateSize].SequenceEqual(own.Point.Span[..P256.CoordinateSize]);
}
