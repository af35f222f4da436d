using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Access;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Who comes under a name that is not his: certificate, user and client id belong together.</summary>
public sealed class IdentityAttackTests
{
    /// <summary>The return code of a client id that is refused (MQTT 3.1.1 §3.2.2.3).</summary>
    private const int IdentifierRejected = 2;

    [Theory]
    [InlineData(null, "secret", "it gave no user name")]
    [InlineData("", "secret", "it gave no user name")]
    [InlineData("esp8266", "wrong", "wrong user name or password (user esp8266)")]
    [InlineData("esp8266", "", "wrong user name or password (user esp8266)")]
    [InlineData("+", "secret", "its user name holds + # / or control characters")]
    [InlineData("esp8266/#", "secret", "its user name holds + # / or control characters")]
    [InlineData("other", "secret", "its certificate is that of esp8266, not of user other")]
    [InlineData("ESP8266", "secret", "its certificate is that of esp8266, not of user ESP8266")]
    [InlineData("nobody", "wrong", "its certificate is that of esp8266, not of user nobody")]
    public async Task User_WrongOrOfAnother_IsRefused(string? user, string password, string reason)
    {
        await using var target = await Target.StartAsync(
            options => options with { Passwords = Target.Passwords("esp8266", "ESP8266", "other") });
        Assert.NotEqual(0, await target.AskAsync(ConnectPacket.Of("dev", user) with { Password = password }));
        await target.Log.WaitForAsync(reason);
    }

    [Fact]
    public async Task User_OfASharedCertificate_IsLetInWhereThatIsAllowed()
    {
        await using var target = await Target.StartAsync(
            options => options with { Passwords = Target.Passwords("esp8266", "other"), CertificateUser = CertificateUser.Any });
        Assert.Equal(0, await target.AskAsync(ConnectPacket.Of("dev", "other")));
    }

    /// <summary>A certificate that is named like no user: let in with any of them, unless each is to have its own.</summary>
    [Theory]
    [InlineData(CertificateUser.OwnIfKnown, true)]
    [InlineData(CertificateUser.Same, false)]
    public async Task User_OfACertificateThatNamesNobody_IsLetInUnlessTheyMustBeTheSame(CertificateUser rule, bool expected)
    {
        await using var target = await Target.StartAsync(
            options => options with { Passwords = Target.Passwords("other"), CertificateUser = rule });
        Assert.Equal(expected, await target.AskAsync(ConnectPacket.Of("dev", "other")) == 0);
    }

    [Theory]
    [InlineData("61ff62")]
    [InlineData("6100")]
    [InlineData("611b5b")]
    public async Task ClientId_NotUtf8OrWithControlCharacters_IsRefused(string hex)
    {
        await using var target = await Target.StartAsync();
        var code = await target.AskAsync(new ConnectPacket { ClientId = Convert.FromHexString(hex) });
        Assert.Equal(IdentifierRejected, code);
        await target.Log.WaitForAsync("its client id holds + # / or control characters, or is not UTF-8");
    }

    /// <summary>An ACL pattern with %c would give it the other's topics.</summary>
    [Fact]
    public async Task ClientId_NameOfAnotherUser_IsRefusedToAllButThatUser()
    {
        await using var target = await Target.StartAsync(options => options with
        {
            Passwords = Target.Passwords("esp8266", "other"),
            Access = AccessList.Parse("pattern readwrite devices/%c", "acl"),
        });
        Assert.Equal(IdentifierRejected, await target.AskAsync(ConnectPacket.Of("other", "esp8266")));
        await target.Log.WaitForAsync("its client id is the name of another user");
        Assert.Equal(0, await target.AskAsync(ConnectPacket.Of("other", "other"), TestPki.Instance.Other));
        Assert.Equal(0, await target.AskAsync(ConnectPacket.Of("esp8266", "esp8266")));
        Assert.Equal(0, await target.AskAsync(ConnectPacket.Of("anything", "esp8266")));
    }

    [Theory]
    [InlineData("esp8266", null)]
    [InlineData("esp8266-kitchen", null)]
    [InlineData("esp8266_2", null)]
    [InlineData("esp8266.a", null)]
    [InlineData("", null)]
    [InlineData("esp82667", "its client id does not begin with the name of its user, esp8266")]
    [InlineData("kitchen-esp8266", "its client id does not begin with the name of its user, esp8266")]
    [InlineData("ESP8266", "its client id does not begin with the name of its user, esp8266")]
    [InlineData("esp8266-2", "its client id is the name of another user")]
    [InlineData("esp8266-2-hall", "its client id begins with the name of another user")]
    public async Task ClientId_WhereItMustNameItsUser_IsRefusedOtherwise(string clientId, string? reason)
    {
        await using var target = await Target.StartAsync(options => options with
        {
            Passwords = Target.Passwords("esp8266", "esp8266-2"),
            ClientIdsNameUser = true,
        });
        var code = await target.AskAsync(ConnectPacket.Of(clientId, "esp8266"));
        Assert.Equal(reason is null ? 0 : IdentifierRejected, code);
        if (reason is not null) await target.Log.WaitForAsync(reason);
    }

    /// <summary>Without password file the certificate's name is the user.</summary>
    [Fact]
    public async Task ClientId_OfAnotherCertificate_IsRefusedWhereItMustNameItsUser()
    {
        await using var target = await Target.StartAsync(options => options with { ClientIdsNameUser = true });
        Assert.Equal(IdentifierRejected, await target.AskAsync(ConnectPacket.Of("esp8266"), TestPki.Instance.Other));
        await target.Log.WaitForAsync("its client id does not begin with the name of its user, other");
    }
}
