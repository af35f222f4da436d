using System.Buffers.Binary;
using System.Security.Cryptography;
using Farlink.Protocol.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Protocol.Tests.Session;

/// <summary>What a man in the middle gains by work done beforehand.</summary>
public sealed class PairingCodeTests
{
    private const int Precomputed = 1_000_000;

    /// <summary>
    /// Negative test 36: he has to show the site his part before it reveals its own, so work done beforehand does not choose a
    /// code: of a million parts that he keeps ready about one would have fitted, and he can send but one.
    /// </summary>
    [Fact]
    public void N36_AMillionPartsKeptReady_AboutOneWouldHaveFitted()
    {
        var pair = new EdhocPair();
        var site = SHA256.HashData("site"u8)[..PairingCode.NonceSize];
        var shownAtBase = PairingCode.Of(
            pair.CredentialI, SHA256.HashData("forged site"u8).AsSpan(0, PairingCode.NonceSize),
            pair.CredentialR, SHA256.HashData("base"u8).AsSpan(0, PairingCode.NonceSize));
        var part = new byte[PairingCode.NonceSize];
        var fitting = 0;
        for (var i = 0; i < Precomputed; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(part, i);
            if (PairingCode.Of(pair.CredentialI, site, pair.CredentialR, part) == shownAtBase) fitting++;
        }

        // Poisson about 1: more than 12 comes by chance once in 10^10.
        Assert.InRange(fitting, 0, 12);
        part.AsSpan().Clear();
        Assert.NotEqual(
            PairingCode.Commitment(LinkRole.Site, pair.CredentialI, site),
            PairingCode.Commitment(LinkRole.Site, pair.CredentialI, part));
    }
}
