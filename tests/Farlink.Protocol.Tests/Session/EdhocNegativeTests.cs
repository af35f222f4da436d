using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Tests.Session;

/// <summary>Hostile messages to either role: a typed refusal, and the genuine one afterwards is taken.</summary>
public sealed class EdhocNegativeTests
{
    private const string Prime = "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF";
    private readonly EdhocPair _pair = new();

    [Fact]
    public void Message1_EachBitFlipped_LeadsToNoSession()
    {
        using var initiator = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        var genuine = initiator.Message1.ToArray();
        for (var bit = 0; bit < genuine.Length * 8; bit++)
        {
            var forged = Flipped(genuine, bit);
            using var responder = new EdhocResponder(_pair.OptionsR(), EdhocPair.Scalar());
            if (responder.HandleMessage1(forged) is not null) continue;

            // Another point, or another C_I: then what comes back does not fit what the initiator said.
            var message2 = responder.HandleAnswer(EdhocPair.Answer(_pair.Responder, responder.Request));
            Assert.NotNull(initiator.HandleMessage2(message2.Span));
        }
    }

    [Fact]
    public void Message2_EachBitFlippedCutOrReplayed_IsRefusedAndTheGenuineOneTaken()
    {
        using var initiator = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        using var responder = new EdhocResponder(_pair.OptionsR(), EdhocPair.Scalar());
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
        var genuine = responder.HandleAnswer(EdhocPair.Answer(_pair.Responder, responder.Request)).ToArray();
        for (var bit = 0; bit < genuine.Length * 8; bit++)
            Assert.NotNull(initiator.HandleMessage2(Flipped(genuine, bit)));
        Assert.Equal(EdhocFailure.Malformed, initiator.HandleMessage2(genuine.AsSpan()[..^1]));
        Assert.Equal(EdhocFailure.Malformed, initiator.HandleMessage2([.. genuine, 0]));
        Assert.Null(initiator.Request);

        // The one of another handshake, with the same long-term keys.
        using var other = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        Assert.NotNull(other.HandleMessage2(genuine));

        Assert.Null(initiator.HandleMessage2(genuine));
        Assert.Equal(EdhocFailure.Unexpected, initiator.HandleMessage2(genuine));
    }

    [Theory]
    [InlineData(EdhocMethod.SignSign)]
    [InlineData(EdhocMethod.AgreeAgree)]
    public void Message3_EachBitFlipped_IsRefusedAndTheGenuineOneTaken(EdhocMethod method)
    {
        var (_, responder, genuine) = _pair.UpToMessage3(_pair.OptionsI(method), _pair.OptionsR(method));
        for (var bit = 0; bit < genuine.Length * 8; bit++)
            Assert.NotNull(responder.HandleMessage3(Flipped(genuine, bit)));
        Assert.Null(responder.Session);

        Assert.Null(responder.HandleMessage3(genuine));
        Assert.Equal(EdhocFailure.Unexpected, responder.HandleMessage3(genuine));
    }

    [Fact]
    public void Message4_EachBitFlipped_IsRefused()
    {
        var (initiator, responder, message3) = _pair.UpToMessage3(_pair.OptionsI(), _pair.OptionsR());
        Assert.Null(responder.HandleMessage3(message3));
        var genuine = responder.WriteMessage4().ToArray();
        for (var bit = 0; bit < genuine.Length * 8; bit++)
            Assert.NotNull(initiator.HandleMessage4(Flipped(genuine, bit)));
        Assert.Null(initiator.HandleMessage4(genuine));
    }

    /// <summary>Test 14 of the list: each fault has its own refusal.</summary>
    [Theory]
    [InlineData("04", "02", "37", "", EdhocFailure.UnsupportedMethod)]
    [InlineData("00", "02", "37", "", EdhocFailure.UnsupportedMethod)]
    [InlineData("20", "02", "37", "", EdhocFailure.UnsupportedMethod)]
    [InlineData("1803", "02", "37", "", EdhocFailure.Malformed)]
    [InlineData("03", "00", "37", "", EdhocFailure.UnsupportedSuite)]
    [InlineData("03", "820205", "37", "", EdhocFailure.UnsupportedSuite)]
    [InlineData("03", "8102", "37", "", EdhocFailure.Malformed)]
    [InlineData("03", "80", "37", "", EdhocFailure.Malformed)]
    [InlineData("03", "1802", "37", "", EdhocFailure.Malformed)]
    [InlineData("03", "9f02ff", "37", "", EdhocFailure.Malformed)]
    [InlineData("03", "02", "40", "", EdhocFailure.ConnectionIdSize)]
    [InlineData("03", "02", "480102030405060708", "", EdhocFailure.ConnectionIdSize)]
    [InlineData("03", "02", "4137", "", EdhocFailure.Malformed)]
    [InlineData("03", "02", "1837", "", EdhocFailure.Malformed)]
    [InlineData("03", "02", "1818", "", EdhocFailure.Malformed)]
    [InlineData("03", "02", "", "", EdhocFailure.Malformed)]
    [InlineData("03", "02", "37", "20", EdhocFailure.CriticalAuthorization)]
    [InlineData("03", "02", "37", "2041ff", EdhocFailure.CriticalAuthorization)]
    [InlineData("03", "02", "37", "41ff", EdhocFailure.Malformed)]
    [InlineData("03", "02", "37", "f6", EdhocFailure.Malformed)]
    [InlineData("03", "02", "37", "0141ff", null)]
    [InlineData("03", "02", "37", "0041ff01", null)]
    public void Message1_WithOneFault_IsRefusedForIt(
        string method, string suites, string connection, string authorization, EdhocFailure? expected)
    {
        using var initiator = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        using var responder = new EdhocResponder(_pair.OptionsR(), EdhocPair.Scalar());
        var ephemeral = Convert.ToHexString(initiator.Message1.Span[2..36]);

        var failure = responder.HandleMessage1(Convert.FromHexString(method + suites + ephemeral + connection + authorization));

        Assert.Equal(expected, failure);
        if (expected is null) return;
        Assert.Null(responder.Request);
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
    }

    /// <summary>Test 15: points that draw keys out of whoever computes with them.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(Prime)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("")]
    [InlineData("6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2")]
    public void Ephemeral_NoPointOfTheCurve_IsRefusedBeforeAnyPrivateKey(string x)
    {
        var octets = Convert.FromHexString(x);
        using var responder = new EdhocResponder(_pair.OptionsR(), EdhocPair.Scalar());
        byte[] message1 = [0x03, 0x02, .. new CborWriter().Bytes(octets).Written, 0x37];
        Assert.Equal(EdhocFailure.InvalidPoint, responder.HandleMessage1(message1));
        Assert.Null(responder.Request);

        using var initiator = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        byte[] body = [.. octets, .. new byte[11]];
        Assert.NotNull(initiator.HandleMessage2(new CborWriter().Bytes(body).Written));
        Assert.Null(initiator.Request);
    }

    /// <summary>Test 16: an end that hears itself.</summary>
    [Fact]
    public void Reflection_OwnEphemeralOrOwnKey_IsRefused()
    {
        using var initiator = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        byte[] reflected = [.. initiator.Message1.Span[4..36], .. new byte[11]];
        Assert.Equal(EdhocFailure.Reflected, initiator.HandleMessage2(new CborWriter().Bytes(reflected).Written));

        // A directory that knows our own key under another name: the peer proves itself with it.
        var alias = EdhocCredential.Ccs("other", [0x20], EdhocPair.Point(_pair.Initiator));
        using var fooled = new EdhocInitiator(_pair.OptionsI() with { FindPeer = _ => alias }, EdhocPair.Scalar());
        using var mirror = new EdhocResponder(
            EdhocPair.Options(EdhocMethod.AgreeAgree, false, alias, _pair.CredentialI), EdhocPair.Scalar());
        Assert.Null(mirror.HandleMessage1(fooled.Message1.Span));
        var message2 = mirror.HandleAnswer(EdhocPair.Answer(_pair.Initiator, mirror.Request));
        Assert.Equal(EdhocFailure.Reflected, fooled.HandleMessage2(message2.Span));

        // CRED_I = CRED_R.
        using var same = new EdhocInitiator(_pair.OptionsI() with { FindPeer = _ => _pair.CredentialI }, EdhocPair.Scalar());
        using var responder = new EdhocResponder(
            EdhocPair.Options(EdhocMethod.AgreeAgree, false, _pair.CredentialI, _pair.CredentialI), EdhocPair.Scalar());
        Assert.Null(responder.HandleMessage1(same.Message1.Span));
        message2 = responder.HandleAnswer(EdhocPair.Answer(_pair.Initiator, responder.Request));
        Assert.Equal(EdhocFailure.Reflected, same.HandleMessage2(message2.Span));
    }

    /// <summary>Test 17: the right key, bound to another name or kid than its holder says.</summary>
    [Theory]
    [InlineData("home", 0x21, EdhocFailure.UnknownCredential)]
    [InlineData("elsewhere", 0x20, EdhocFailure.NotAuthentic)]
    public void Responder_RightKeyUnderAnotherIdentity_IsRefused(string name, byte kid, EdhocFailure expected)
    {
        var misbound = EdhocCredential.Ccs(name, [kid], EdhocPair.Point(_pair.Responder));
        using var initiator = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        using var responder = new EdhocResponder(
            EdhocPair.Options(EdhocMethod.AgreeAgree, false, misbound, _pair.CredentialI), EdhocPair.Scalar());
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));

        var message2 = responder.HandleAnswer(EdhocPair.Answer(_pair.Responder, responder.Request));

        Assert.Equal(expected, initiator.HandleMessage2(message2.Span));
        Assert.Null(initiator.Request);
    }

    [Theory]
    [InlineData("barn", 0x02, EdhocFailure.UnknownCredential)]
    [InlineData("farm", 0x01, EdhocFailure.NotAuthentic)]
    public void Initiator_RightKeyUnderAnotherIdentity_IsRefused(string name, byte kid, EdhocFailure expected)
    {
        var misbound = EdhocCredential.Ccs(name, [kid], EdhocPair.Point(_pair.Initiator));
        var (_, responder, message3) = _pair.UpToMessage3(
            EdhocPair.Options(EdhocMethod.AgreeAgree, false, misbound, _pair.CredentialR), _pair.OptionsR());

        Assert.Equal(expected, responder.HandleMessage3(message3));
        Assert.Null(responder.Session);
    }

    [Theory]
    [InlineData(EdhocMethod.SignSign)]
    [InlineData(EdhocMethod.SignAgree)]
    [InlineData(EdhocMethod.AgreeSign)]
    [InlineData(EdhocMethod.AgreeAgree)]
    public void Peer_WithAnotherPrivateKey_IsRefused(EdhocMethod method)
    {
        var impostor = new EdhocPair();
        using var initiator = new EdhocInitiator(_pair.OptionsI(method), EdhocPair.Scalar());
        using var responder = new EdhocResponder(_pair.OptionsR(method), EdhocPair.Scalar());
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
        var message2 = responder.HandleAnswer(EdhocPair.Answer(impostor.Responder, responder.Request));
        Assert.Equal(EdhocFailure.NotAuthentic, initiator.HandleMessage2(message2.Span));

        var second = new EdhocPair();
        var (forger, genuine, _) = second.UpToMessage3(second.OptionsI(method), second.OptionsR(method));
        Assert.NotNull(forger.Session);
        using var thief = new EdhocInitiator(second.OptionsI(method), EdhocPair.Scalar());
        using var victim = new EdhocResponder(second.OptionsR(method), EdhocPair.Scalar());
        Assert.Null(victim.HandleMessage1(thief.Message1.Span));
        Assert.Null(thief.HandleMessage2(victim.HandleAnswer(EdhocPair.Answer(second.Responder, victim.Request)).Span));
        var message3 = thief.HandleAnswer(EdhocPair.Answer(impostor.Initiator, thief.Request));
        Assert.Equal(EdhocFailure.NotAuthentic, victim.HandleMessage3(message3.Span));
        Assert.Null(genuine.Session);
    }

    /// <summary>Test 13: every form of an error message, and what is none.</summary>
    [Theory]
    [InlineData("016568656c6c6f", 1)]
    [InlineData("0202", 2)]
    [InlineData("02820203", 2)]
    [InlineData("03f5", 3)]
    [InlineData("00", 0)]
    [InlineData("0341ff", 0)]
    [InlineData("0280", 0)]
    [InlineData("03f500", 0)]
    [InlineData("01", 0)]
    [InlineData("0162ff00", 0)]
    [InlineData("", 0)]
    public void Error_AnyForm_IsReadOrRefused(string hex, int code)
    {
        var isRead = EdhocError.TryParse(Convert.FromHexString(hex), out var error);

        Assert.Equal(code != 0, isRead);
        if (!isRead) return;
        Assert.Equal(code, error.Code);
        Assert.Equal(Convert.FromHexString(hex), error.ToArray());
    }

    [Fact]
    public void Roles_AnyOctets_NeverThrow()
    {
        var random = new Random(5);
        using var initiator = new EdhocInitiator(_pair.OptionsI(), EdhocPair.Scalar());
        using var responder = new EdhocResponder(_pair.OptionsR(), EdhocPair.Scalar());
        for (var i = 0; i < 20_000; i++)
        {
            var octets = new byte[random.Next(80)];
            random.NextBytes(octets);
            Assert.NotNull(responder.HandleMessage1(octets));
            Assert.NotNull(responder.HandleMessage3(octets));
            if (i % 100 == 0) Assert.NotNull(initiator.HandleMessage2(new CborWriter().Bytes(octets).Written));
            if (EdhocError.TryParse(octets, out var error)) Assert.Equal(octets, error.ToArray());
        }

        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
    }

    private static byte[] Flipped(byte[] octets, int bit)
    {
        var flipped = octets.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
