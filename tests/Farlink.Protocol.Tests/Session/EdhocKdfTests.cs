using System.Security.Cryptography;
using System.Text.Json;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Tests.Session;

/// <summary>The key schedule, step by step, with the trace of RFC 9529 chapter 3: method 3, suite 2, kid.</summary>
public sealed class EdhocKdfTests
{
    private static readonly JsonElement Trace = Vectors.Read("edhoc/rfc9529-chapter3.json").GetProperty("vector");

    [Fact]
    public void Agreement_OfTheTracesKeys_IsTheTraces()
    {
        Assert.Equal(Of("G_XY"), Agree("X", "G_Y"));
        Assert.Equal(Of("G_XY"), Agree("Y", "G_X"));
        Assert.Equal(Of("G_RX"), Agree("X", "PK_R"));
        Assert.Equal(Of("G_IY"), Agree("Y", "PK_I"));
    }

    [Fact]
    public void Extract_AllThreeSecrets_AreTheTraces()
    {
        Assert.Equal(Of("PRK_2e"), EdhocKdf.Extract(Of("TH_2"), Of("G_XY")));
        Assert.Equal(Of("PRK_3e2m"), EdhocKdf.Extract(Of("SALT_3e2m"), Of("G_RX")));
        Assert.Equal(Of("PRK_4e3m"), EdhocKdf.Extract(Of("SALT_4e3m"), Of("G_IY")));
    }

    [Theory]
    [InlineData("KEYSTERAM_2", "PRK_2e", EdhocLabel.Keystream2, "TH_2")]
    [InlineData("SALT_3e2m", "PRK_2e", EdhocLabel.Salt3e2m, "TH_2")]
    [InlineData("MAC_2", "PRK_3e2m", EdhocLabel.Mac2, "context_2")]
    [InlineData("K_3", "PRK_3e2m", EdhocLabel.Key3, "TH_3")]
    [InlineData("IV_3", "PRK_3e2m", EdhocLabel.Nonce3, "TH_3")]
    [InlineData("SALT_4e3m", "PRK_3e2m", EdhocLabel.Salt4e3m, "TH_3")]
    [InlineData("MAC_3", "PRK_4e3m", EdhocLabel.Mac3, "context_3")]
    [InlineData("PRK_out", "PRK_4e3m", EdhocLabel.PrkOut, "TH_4")]
    [InlineData("K_4", "PRK_4e3m", EdhocLabel.Key4, "TH_4")]
    [InlineData("IV_4", "PRK_4e3m", EdhocLabel.Nonce4, "TH_4")]
    [InlineData("PRK_exporter", "PRK_out", EdhocLabel.PrkExporter, null)]
    [InlineData("keyUpdate_PRK_out", "PRK_out", EdhocLabel.KeyUpdate, "keyUpdate_context")]
    internal void Expand_EachLabel_IsTheTraces(string result, string secret, EdhocLabel label, string? context)
    {
        var expected = Of(result);
        Assert.Equal(expected, EdhocKdf.Expand(Of(secret), label, context is null ? [] : Of(context), expected.Length));
    }

    [Fact]
    public void Expand_LabelsOfAnApplication_AreTheExporters()
    {
        Assert.Equal(Of("OSCORE_Master_Secret"), EdhocKdf.Expand(Of("PRK_exporter"), 0L, [], 16));
        Assert.Equal(Of("OSCORE_Master_Salt"), EdhocKdf.Expand(Of("PRK_exporter"), 1L, [], 8));
        Assert.Equal(Of("MAC_2_info_cborised"), EdhocKdf.Info(2, Of("context_2"), 8));
    }

    [Fact]
    public void Transcripts_OfTheTracesMessages_AreTheTraces()
    {
        Assert.Equal(Of("TH_2"), EdhocKdf.Transcript2(Of("G_Y"), Of("message_1")));
        Assert.Equal(Of("TH_3"), EdhocKdf.Transcript(Of("TH_2"), Of("PLAINTEXT_2"), Of("CRED_R_cborised")));
        Assert.Equal(Of("TH_4"), EdhocKdf.Transcript(Of("TH_3"), Of("PLAINTEXT_3"), Of("CRED_I_cborised")));
    }

    [Fact]
    public void MacContexts_OfTheTracesCredentials_AreTheTraces()
    {
        // C_R is -8: one octet of CBOR, and the trace shows it as the octet it stands for.
        byte[] responder = [.. new CborWriter().Int(-8).Written];
        Assert.Equal(
            Of("context_2"), EdhocKdf.MacContext(responder, Of("ID_CRED_R_cborised"), Of("TH_2"), Of("CRED_R_cborised"), []));
        Assert.Equal(Of("context_3"), EdhocKdf.MacContext([], Of("ID_CRED_I_cborised"), Of("TH_3"), Of("CRED_I_cborised"), []));
        Assert.Equal(Of("A_3"), EdhocKdf.Associated(Of("TH_3")));
        Assert.Equal(Of("A_4"), EdhocKdf.Associated(Of("TH_4")));
    }

    private static byte[] Of(string name) => Convert.FromHexString(Trace.GetProperty(name).GetString()!);

    /// <summary>ECDH of the trace's scalar with the point that has the trace's x.</summary>
    private static byte[] Agree(string scalar, string x)
    {
        var point = new byte[P256.PointSize];
        Assert.True(P256.TryRecover(Of(x), point));
        using var own = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Of(scalar) });
        using var other = ECDiffieHellman.Create(P256.Parameters(point));
        return own.DeriveRawSecretAgreement(other.PublicKey);
    }
}
