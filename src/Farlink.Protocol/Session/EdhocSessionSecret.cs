using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session;

/// <summary>
/// The secret of a handshake of EDHOC: its exporter with labels for private use; the context says for what, so that no key fits
/// another version, link, mode or direction (RFC 9528 §4.2.1, appendix H for the next one).
/// </summary>
internal sealed class EdhocSessionSecret(EdhocSession session, byte linkId) : SessionSecret
{
    private const int KeyLabel = 0x8000;
    private const int IvLabel = 0x8001;
    private const byte Version = 1;
    private const byte Mode = (byte)'E';

    /// <inheritdoc/>
    public override (byte[] Key, byte[] Iv) Derive(LinkDirection direction)
    {
        byte[] context = [Version, linkId, Mode, (byte)direction];
        return (session.Export(KeyLabel, context, KeySize), session.Export(IvLabel, context, IvSize));
    }

    /// <inheritdoc/>
    public override SessionSecret Next() => new EdhocSessionSecret(session.Next(RatchetLabel), linkId);

    /// <inheritdoc/>
    public override void Dispose() => session.Dispose();
}
