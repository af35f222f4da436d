using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Tests.Session;

/// <summary>Whole handshakes between both roles, over all methods, suites and kinds of credentials.</summary>
public sealed class EdhocRoleTests
{
    public static TheoryData<EdhocMethod, EdhocSuite> Every
    {
        get
        {
            var all = new TheoryData<EdhocMethod, EdhocSuite>();
            foreach (var method in Enum.GetValues<EdhocMethod>())
                foreach (var suite in Enum.GetValues<EdhocSuite>()) all.Add(method, suite);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Handshake_AnyMethodAndSuite_BothEndsReachTheSameSession(EdhocMethod method, EdhocSuite suite)
    {
        var pair = new EdhocPair();
        var (initiator, responder, message3) = pair.UpToMessage3(
            pair.OptionsI(method) with { Suites = [(int)suite] }, pair.OptionsR(method) with { Suites = [(int)suite] });

        Assert.Null(responder.HandleMessage3(message3));
        var message4 = responder.WriteMessage4();
        Assert.Equal(suite == EdhocSuite.Suite2 ? 9 : 17, message4.Length);
        Assert.Null(initiator.HandleMessage4(message4.Span));

        Assert.Equal(initiator.Session!.Export(0x8000, [1], 16), responder.Session!.Export(0x8000, [1], 16));
        Assert.NotEqual(initiator.Session.Export(0x8000, [1], 16), initiator.Session.Export(0x8000, [2], 16));
        Assert.NotEqual(initiator.Session.Export(0x8000, [1], 16), initiator.Session.Export(0x8001, [1], 16));
        Assert.Equal(pair.CredentialR, initiator.Session.Peer);
        Assert.Equal(pair.CredentialI, responder.Session.Peer);
    }

    /// <summary>The octets on the air that a handshake is known to take: kid, suite 2.</summary>
    [Theory]
    [InlineData(EdhocMethod.SignSign, 102, 77)]
    [InlineData(EdhocMethod.SignAgree, 45, 77)]
    [InlineData(EdhocMethod.AgreeSign, 102, 19)]
    [InlineData(EdhocMethod.AgreeAgree, 45, 19)]
    public void Messages_OfKidInSuite2_HaveTheLeastOctets(EdhocMethod method, int second, int third)
    {
        var pair = new EdhocPair();
        using var initiator = new EdhocInitiator(pair.OptionsI(method), EdhocPair.Scalar());
        using var responder = new EdhocResponder(pair.OptionsR(method), EdhocPair.Scalar());

        Assert.Equal(37, initiator.Message1.Length);
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
        var message2 = responder.HandleAnswer(EdhocPair.Answer(pair.Responder, responder.Request));
        Assert.Equal(second, message2.Length);
        Assert.Null(initiator.HandleMessage2(message2.Span));
        Assert.Equal(third, initiator.HandleAnswer(EdhocPair.Answer(pair.Initiator, initiator.Request)).Length);
    }

    [Fact]
    public void Handshake_WithCertificatesInTheMessages_IsFoundByThem()
    {
        var pair = new EdhocPair();
        byte[] certificateI = [0x30, 0x82, 0x01, 0x00, .. new byte[256]];
        byte[] certificateR = [0x30, 0x82, 0x01, 0x01, .. new byte[257]];
        var initiatorsOwn = EdhocCredential.X5chain(certificateI, EdhocPair.Point(pair.Initiator));
        var respondersOwn = EdhocCredential.X5chain(certificateR, EdhocPair.Point(pair.Responder));
        var options = new EdhocOptions
        {
            Methods = [EdhocMethod.SignSign],
            FindPeer = id => !EdhocCredential.TryReadX5chain(id.Span, out var certificate) ? null
                : certificate.Span.SequenceEqual(certificateI) ? initiatorsOwn
                : certificate.Span.SequenceEqual(certificateR) ? respondersOwn : null,
        };
        var (initiator, responder, message3) = pair.UpToMessage3(
            options with { Signing = initiatorsOwn }, options with { Signing = respondersOwn });

        Assert.Null(responder.HandleMessage3(message3));
        Assert.Equal(initiator.Session!.Export(0, [], 32), responder.Session!.Export(0, [], 32));
    }

    [Fact]
    public void WrongSuite_ErrorWithTheResponders_LetsTheInitiatorTryTheRightOne()
    {
        var pair = new EdhocPair();
        var options = pair.OptionsI() with { Suites = [2, 3] };
        var only3 = pair.OptionsR() with { Suites = [3] };
        using var first = new EdhocInitiator(options, EdhocPair.Scalar());
        using var responder = new EdhocResponder(only3, EdhocPair.Scalar());

        var failure = responder.HandleMessage1(first.Message1.Span);
        Assert.Equal(EdhocFailure.UnsupportedSuite, failure);
        var octets = EdhocError.For(EdhocFailure.UnsupportedSuite, only3).ToArray();
        Assert.Equal([0x02, 0x03], octets);
        Assert.True(EdhocError.TryParse(octets, out var error));
        var again = options.After(error);
        Assert.NotNull(again);
        using var second = new EdhocInitiator(again, EdhocPair.Scalar());

        // SUITES_I names what it likes better as well, so that nobody can take a choice away unseen.
        Assert.Equal(Convert.FromHexString("03820203"), second.Message1.Span[..4].ToArray());
        Assert.Null(responder.HandleMessage1(second.Message1.Span));
        Assert.Null(options.After(new EdhocError(EdhocError.WrongSuite, "", [0, 1])));
        Assert.Null(options.After(new EdhocError(EdhocError.Unspecified, "", [])));
    }

    [Fact]
    public void SuiteThatBothPreferOver_TheSelectedOne_IsRefused()
    {
        var pair = new EdhocPair();
        using var initiator = new EdhocInitiator(
            pair.OptionsI() with { Suites = [2, 3], SelectedSuite = EdhocSuite.Suite3 }, EdhocPair.Scalar());
        using var responder = new EdhocResponder(pair.OptionsR() with { Suites = [2, 3] }, EdhocPair.Scalar());

        Assert.Equal(EdhocFailure.UnsupportedSuite, responder.HandleMessage1(initiator.Message1.Span));
    }

    [Fact]
    public void Next_OfBothEnds_IsTheSameNewSession()
    {
        var pair = new EdhocPair();
        var (initiator, responder, message3) = pair.UpToMessage3(pair.OptionsI(), pair.OptionsR());
        Assert.Null(responder.HandleMessage3(message3));

        using var next = initiator.Session!.Next([7]);

        Assert.Equal(next.Export(5, [], 16), responder.Session!.Next([7]).Export(5, [], 16));
        Assert.NotEqual(next.Export(5, [], 16), initiator.Session.Export(5, [], 16));
        Assert.NotEqual(next.Export(5, [], 16), responder.Session.Next([8]).Export(5, [], 16));
    }

    [Fact]
    public void Roles_UsedOutOfTurn_SayWhatIsMissing()
    {
        var pair = new EdhocPair();
        using var initiator = new EdhocInitiator(pair.OptionsI(), EdhocPair.Scalar());
        using var responder = new EdhocResponder(pair.OptionsR(), EdhocPair.Scalar());

        Assert.Throws<InvalidOperationException>(() => initiator.HandleAnswer(new byte[32]));
        Assert.Throws<InvalidOperationException>(() => responder.HandleAnswer(new byte[32]));
        Assert.Throws<InvalidOperationException>(() => responder.WriteMessage4());
        Assert.Equal(EdhocFailure.Unexpected, responder.HandleMessage3([0x40]));
        Assert.Equal(EdhocFailure.Unexpected, initiator.HandleMessage4([0x40]));
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
        Assert.Equal(EdhocFailure.Unexpected, responder.HandleMessage1(initiator.Message1.Span));
        Assert.Throws<ArgumentException>(() => responder.HandleAnswer(new byte[64]));
    }

    [Fact]
    public void Options_ThatNothingCanBeDoneWith_AreRefused()
    {
        var pair = new EdhocPair();
        var good = pair.OptionsI();

        Assert.Throws<ArgumentException>(() => new EdhocInitiator(good, new byte[32]));
        Assert.Throws<ArgumentException>(() => new EdhocInitiator(good, Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Throws<ArgumentException>(() => new EdhocInitiator(good with { Agreement = null }, EdhocPair.Scalar()));
        Assert.Throws<ArgumentException>(() => new EdhocInitiator(good with { Suites = [0, 1] }, EdhocPair.Scalar()));
        Assert.Throws<ArgumentException>(() => new EdhocResponder(good with { Suites = [2, 5] }, EdhocPair.Scalar()));
        Assert.Throws<ArgumentException>(
            () => new EdhocInitiator(good with { ConnectionId = new byte[8] }, EdhocPair.Scalar()));

        // The same key for both uses: two keys are needed.
        Assert.Throws<ArgumentException>(() => new EdhocInitiator(good with { Signing = pair.CredentialI }, EdhocPair.Scalar()));
        Assert.Throws<ArgumentException>(() => EdhocCredential.Ccs("x", [1], new byte[P256.PointSize]));
    }
}
