using System.Buffers.Binary;
using System.Security.Cryptography;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Simulation.Network;

/// <summary>
/// The static P-256 key of a simulated end, made of a number, and what its holder computes. Only simulations have such keys.
/// </summary>
public sealed class SimulatedKey : IDisposable
{
    private readonly ECDiffieHellman _key;

    /// <summary>Makes one; the same number makes the same.</summary>
    public SimulatedKey(int number)
    {
        // The hash of a number is a scalar but once in 2^32.
        Span<byte> octets = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(octets, number);
        _key = ECDiffieHellman.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData(octets) });
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        Point = (byte[])[.. point.X!, .. point.Y!];
    }

    /// <summary>The public key: x || y, 64 octets.</summary>
    public ReadOnlyMemory<byte> Point { get; }

    /// <summary>How often it was used.</summary>
    public int Uses { get; private set; }

    /// <summary>The identities of a site and of its base, as pairing makes them.</summary>
    public static (PairedIdentity Site, PairedIdentity BaseStation) Pair(
        string name, SimulatedKey site, SimulatedKey baseStation)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(baseStation);
        var ofSite = EdhocCredential.Ccs(name, [0x00], site.Point.Span);
        var ofBase = EdhocCredential.Ccs("base", [0x20], baseStation.Point.Span);
        var shared = site.Agree(baseStation.Point);
        var helloKey = PairedIdentity.DeriveHelloKey(shared, ofSite, ofBase);
        return (new PairedIdentity(ofSite, ofBase, helloKey), new PairedIdentity(ofBase, ofSite, helloKey));
    }

    /// <summary>Computes what is asked for.</summary>
    /// <exception cref="NotSupportedException">Something else than an agreement.</exception>
    public byte[] Answer(EdhocRequest request)
    {
        if (request is not EdhocRequest.Agree agree) throw new NotSupportedException("A static key agrees and signs nothing.");
        Uses++;
        return Agree(agree.Peer);
    }

    /// <summary>Wipes it.</summary>
    public void Dispose() => _key.Dispose();

    private byte[] Agree(ReadOnlyMemory<byte> point)
    {
        using var peer = ECDiffieHellman.Create(P256.Parameters(point.Span));
        return _key.DeriveRawSecretAgreement(peer.PublicKey);
    }
}
