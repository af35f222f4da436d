using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Pairing;

/// <summary>The key under which a base tells a site its link id: of this handshake and this opening alone.</summary>
internal static class PairingLink
{
    private const int Label = 0x8002;
    private const int KeySize = 32;

    /// <summary>The key; the caller wipes it.</summary>
    public static byte[] Key(EdhocSession session, ReadOnlySpan<byte> opening) => session.Export(Label, opening, KeySize);
}
