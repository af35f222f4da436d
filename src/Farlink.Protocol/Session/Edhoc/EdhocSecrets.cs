using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// How far one handshake has come: the transcript hash and the secret of the step reached. Each step makes a new value, so that a
/// message which turns out to be forged leaves the step before as it was.
/// </summary>
/// <param name="Transcript">TH_2, TH_3 or TH_4.</param>
/// <param name="Prk">PRK_2e, PRK_3e2m or PRK_4e3m.</param>
internal sealed record EdhocSecrets(byte[] Transcript, byte[] Prk) : IDisposable
{
    /// <summary>TH_2 and PRK_2e (RFC 9528 §4.1.1.1).</summary>
    /// <param name="message1">message_1.</param>
    /// <param name="responderEphemeral">G_Y.</param>
    /// <param name="shared">G_XY; wiped.</param>
    public static EdhocSecrets Begin(ReadOnlySpan<byte> message1, ReadOnlySpan<byte> responderEphemeral, byte[] shared)
    {
        var transcript = EdhocKdf.Transcript2(responderEphemeral, message1);
        var prk = EdhocKdf.Extract(transcript, shared);
        CryptographicOperations.ZeroMemory(shared);
        return new EdhocSecrets(transcript, prk);
    }

    /// <summary>PRK_3e2m or PRK_4e3m: a static key's part goes in; with a signature it stays (RFC 9528 §4.1.1.2, .3).</summary>
    /// <param name="salt">Label of the salt.</param>
    /// <param name="shared">G_RX or G_IY, which is wiped; null with a signature.</param>
    public EdhocSecrets Mix(EdhocLabel salt, byte[]? shared)
    {
        if (shared is null) return this with { Prk = [.. Prk] };
        var prk = EdhocKdf.Extract(EdhocKdf.Expand(Prk, salt, Transcript, EdhocKdf.HashSize), shared);
        CryptographicOperations.ZeroMemory(shared);
        return new EdhocSecrets(Transcript, prk);
    }

    /// <summary>TH_3 or TH_4, with a copy of the secret.</summary>
    public EdhocSecrets Take(ReadOnlySpan<byte> plaintext, EdhocCredential credential) =>
        new(EdhocKdf.Transcript(Transcript, plaintext, credential.Content.Span), [.. Prk]);

    /// <summary>Combines message_2's text with KEYSTREAM_2, which hides and reveals it (RFC 9528 §5.3.2).</summary>
    public byte[] Combine2(ReadOnlySpan<byte> text)
    {
        var combined = EdhocKdf.Expand(Prk, EdhocLabel.Keystream2, Transcript, text.Length);
        for (var i = 0; i < text.Length; i++) combined[i] ^= text[i];
        return combined;
    }

    /// <summary>The session, once TH_4 and PRK_4e3m are reached (RFC 9528 §4.1.3).</summary>
    public EdhocSession Complete(EdhocCredential peer) =>
        new(EdhocKdf.Expand(Prk, EdhocLabel.PrkOut, Transcript, EdhocKdf.HashSize), peer);

    /// <summary>Wipes the secret.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(Prk);
}
