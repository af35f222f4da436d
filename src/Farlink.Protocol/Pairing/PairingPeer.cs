using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Pairing;

/// <summary>The other end, as it says it is; a person has to compare the code before it is trusted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Point">Its static key: x || y, on the curve.</param>
/// <param name="Credential">Both, with the kid of its role.</param>
public sealed record PairingPeer(string Name, ReadOnlyMemory<byte> Point, EdhocCredential Credential);
