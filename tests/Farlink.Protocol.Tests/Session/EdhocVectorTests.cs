using System.Security.Cryptography;
using System.Text.Json;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Tests.Session;

/// <summary>Both roles against RFC 9529 chapter 3 and against what another implementation made with certificates.</summary>
public sealed class EdhocVectorTests
{
    private static readonly JsonElement Certificates = Vectors.Read("edhoc/p256-x5t.json").GetProperty("vectors");
    private static readonly JsonElement Trace = Vectors.Read("edhoc/rfc9529-chapter3.json").GetProperty("vector");

    public static TheoryData<string> CertificateRuns =>
        [.. Certificates.EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)];

    [Fact]
    public void BothRoles_Rfc9529Chapter3_EveryMessageIsTheTraces()
    {
        var own = Coded(Trace, "ID_CRED_I_cborised", "CRED_I_cborised", Of(Trace, "SK_I"));
        var peer = Coded(Trace, "ID_CRED_R_cborised", "CRED_R_cborised", Of(Trace, "SK_R"));
        using var initiator = new EdhocInitiator(Options(own, peer, 3, false) with
        {
            Suites = [6, 2],
            ConnectionId = new byte[] { 0x37 },
        }, Of(Trace, "X"));
        using var responder = new EdhocResponder(
            Options(peer, own, 3, false) with { ConnectionId = new byte[] { 0x27 } }, Of(Trace, "Y"));

        Assert.Equal(Of(Trace, "message_1"), initiator.Message1.ToArray());
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
        var message2 = responder.HandleAnswer(Answer(Of(Trace, "SK_R"), responder.Request));
        Assert.Equal(Of(Trace, "message_2"), message2.ToArray());
        Assert.Null(initiator.HandleMessage2(message2.Span));
        var message3 = initiator.HandleAnswer(Answer(Of(Trace, "SK_I"), initiator.Request));
        Assert.Equal(Of(Trace, "message_3"), message3.ToArray());
        Assert.Null(responder.HandleMessage3(message3.Span));
        var message4 = responder.WriteMessage4();
        Assert.Equal(Of(Trace, "message_4"), message4.ToArray());
        Assert.Null(initiator.HandleMessage4(message4.Span));

        foreach (var session in new[] { initiator.Session!, responder.Session! })
        {
            Assert.Equal(Of(Trace, "PRK_out"), session.PrkOut.ToArray());
            Assert.Equal(Of(Trace, "OSCORE_Master_Secret"), session.Export(0, [], 16));
            Assert.Equal(Of(Trace, "OSCORE_Master_Salt"), session.Export(1, [], 8));
            var next = session.Next(Of(Trace, "keyUpdate_context"));
            Assert.Equal(Of(Trace, "keyUpdate_PRK_out"), next.PrkOut.ToArray());
            Assert.Equal(Of(Trace, "keyUpdate_OSCORE_Master_Secret"), next.Export(0, [], 16));
            Assert.Equal(Of(Trace, "keyUpdate_OSCORE_Master_Salt"), next.Export(1, [], 8));
        }
    }

    [Fact]
    public void Ccs_NameKidAndKeyOfTheTrace_AreTheTracesCredential()
    {
        var expected = Of(Trace, "CRED_R_cborised");
        var credential = EdhocCredential.Ccs("example.edu", [0x32], PointOf(Of(Trace, "SK_R")));

        Assert.Equal(expected, credential.Content.ToArray());
        Assert.Equal(Of(Trace, "ID_CRED_R_cborised"), credential.Identifier.ToArray());
    }

    /// <summary>
    /// Signatures differ from run to run, so messages made here are compared where they are the same octets by rule, and the ones
    /// of the vector are taken whole by the role that receives them.
    /// </summary>
    [Theory]
    [MemberData(nameof(CertificateRuns))]
    public void BothRoles_VectorWithCertificates_TakeItsMessagesAndReachItsSecret(string name)
    {
        var vector = Certificates.EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);
        var (method, suite) = (vector.GetProperty("method").GetInt32(), vector.GetProperty("suite").GetInt32());
        var messages = vector.GetProperty("messages").EnumerateArray()
            .Select(message => Convert.FromHexString(message.GetString()!)).ToArray();
        var own = Coded(vector, "id_cred_i", "cred_i", Of(vector, "sk_i"));
        var peer = Coded(vector, "id_cred_r", "cred_r", Of(vector, "sk_r"));
        var signsI = ((EdhocMethod)method).InitiatorSigns();
        using var initiator = new EdhocInitiator(
            Options(own, peer, method, signsI) with { Suites = [suite], ConnectionId = Of(vector, "c_i") }, Of(vector, "x"));
        using var responder = new EdhocResponder(
            Options(peer, own, method, ((EdhocMethod)method).ResponderSigns()) with
            {
                Suites = [suite],
                ConnectionId = new byte[] { 0x18 },
            }, Of(vector, "y"));

        Assert.Equal(messages[0], initiator.Message1.ToArray());
        Assert.Null(responder.HandleMessage1(messages[0]));
        var message2 = Made(messages[1], responder.Request, Of(vector, "sk_r"), a => responder.HandleAnswer(a));
        Assert.Equal(messages[1].Length, message2.Length);
        Assert.Null(initiator.HandleMessage2(messages[1]));
        Assert.Equal([0x18], initiator.PeerConnectionId.ToArray());
        var message3 = Made(messages[2], initiator.Request, Of(vector, "sk_i"), a => initiator.HandleAnswer(a));
        Assert.Equal(messages[2].Length, message3.Length);
        if (signsI) return;
        Assert.Equal(messages[2], message3);
        Assert.Equal(Of(vector, "prk_out"), initiator.Session!.PrkOut.ToArray());

        // The responder reaches it too where message_2, and so TH_3, is the vector's to the last octet.
        if (method != 3) return;
        Assert.Null(responder.HandleMessage3(messages[2]));
        Assert.Equal(Of(vector, "prk_out"), responder.Session!.PrkOut.ToArray());
    }

    /// <summary>The identifiers of the vector's certificates are made as <see cref="EdhocCredential.X5t"/> makes them.</summary>
    [Fact]
    public void X5t_CertificateOfTheVector_HasTheVectorsIdentifier()
    {
        var vector = Certificates[0];
        var certificate = Of(vector, "cred_r")[3..];

        var credential = EdhocCredential.X5t(certificate, PointOf(Of(vector, "sk_r")));

        Assert.Equal(Of(vector, "cred_r"), credential.Content.ToArray());
        Assert.Equal(Of(vector, "id_cred_r"), credential.Identifier.ToArray());
    }

    /// <summary>What this end makes; it is the vector's where no signature is in it.</summary>
    private static byte[] Made(
        byte[] expected, EdhocRequest? request, byte[] scalar, Func<byte[], ReadOnlyMemory<byte>> answer)
    {
        var made = answer(Answer(scalar, request)).ToArray();
        if (request is EdhocRequest.Agree) Assert.Equal(expected, made);
        return made;
    }

    private static EdhocOptions Options(EdhocCredential own, EdhocCredential peer, int method, bool signs) =>
        EdhocPair.Options((EdhocMethod)method, signs, own, peer);

    private static EdhocCredential Coded(JsonElement vector, string identifier, string content, byte[] scalar) =>
        EdhocCredential.Coded(Of(vector, identifier), Of(vector, content), PointOf(scalar));

    private static byte[] Answer(byte[] scalar, EdhocRequest? request)
    {
        using var key = KeyOf(scalar);
        return EdhocPair.Answer(key, request);
    }

    private static byte[] PointOf(byte[] scalar)
    {
        using var key = KeyOf(scalar);
        return EdhocPair.Point(key);
    }

    private static ECDsa KeyOf(byte[] scalar) =>
        ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });

    private static byte[] Of(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);
}
