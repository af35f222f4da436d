using System.Security.Cryptography;
using Farlink.Protocol.Session;

namespace Farlink.Protocol.Tests.Session;

public sealed class P256Tests
{
    private const string GeneratorX = "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296";
    private const string GeneratorY = "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";
    private const string Prime = "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF";

    [Fact]
    public void IsOnCurve_GeneratorAndFreshKeys_Are()
    {
        Assert.True(P256.IsOnCurve(Convert.FromHexString(GeneratorX + GeneratorY)));
        for (var i = 0; i < 50; i++) Assert.True(P256.IsOnCurve(Fresh()));
    }

    [Fact]
    public void IsOnCurve_ZeroPrimeOrAnyBitFlipped_AreNot()
    {
        Assert.False(P256.IsOnCurve(new byte[64]));
        Assert.False(P256.IsOnCurve(new byte[63]));
        Assert.False(P256.IsOnCurve(Convert.FromHexString(Prime + GeneratorY)));
        Assert.False(P256.IsOnCurve(Convert.FromHexString(GeneratorX + Prime)));
        var point = Fresh();
        for (var bit = 0; bit < 512; bit++)
        {
            point[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(P256.IsOnCurve(point));
            point[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void TryRecover_XOfAKey_IsThatPointOrItsMirror()
    {
        Span<byte> point = stackalloc byte[64];
        for (var i = 0; i < 50; i++)
        {
            var key = Fresh();
            Assert.True(P256.TryRecover(key.AsSpan(0, 32), point));
            Assert.True(P256.IsOnCurve(point));
            Assert.True(point[..32].SequenceEqual(key.AsSpan(0, 32)));
            Assert.Equal(0, point[63] & 1);
        }
    }

    [Fact]
    public void TryRecover_HalfOfAllX_HaveNoPoint()
    {
        Span<byte> point = stackalloc byte[64];
        var random = new Random(1);
        var x = new byte[32];
        var found = 0;
        for (var i = 0; i < 400; i++)
        {
            random.NextBytes(x);
            if (P256.TryRecover(x, point)) found++;
        }

        Assert.InRange(found, 150, 250);
        Assert.False(P256.TryRecover(Convert.FromHexString(Prime), point));
        Assert.False(P256.TryRecover(new byte[31], point));

        // There is a point with x = 0, but no honest key.
        Assert.False(P256.TryRecover(new byte[32], point));
    }

    [Fact]
    public void IsScalar_FromOneToTheOrder_Is()
    {
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var below = order.ToArray();
        below[31]--;
        var one = new byte[32];
        one[31] = 1;

        Assert.True(P256.IsScalar(one));
        Assert.True(P256.IsScalar(below));
        Assert.False(P256.IsScalar(order));
        Assert.False(P256.IsScalar(new byte[32]));
        Assert.False(P256.IsScalar(new byte[31]));
    }

    private static byte[] Fresh()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return [.. q.X!, .. q.Y!];
    }
}
