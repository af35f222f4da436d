using Farlink.Mqtt.Access;

namespace Farlink.Mqtt.Tests;

public sealed class PasswordFileTests
{
    /// <summary>Written by mosquitto_passwd 2.0.11: user esp8266, password secret.</summary>
    private const string Mosquitto =
        "esp8266:$7$101$QSvInrMnU485Rhs4$"
        + "T4a7XzB3y75/uvzzer86QUqfvIpYwAT/IfwWVI5F5z7WaYJag1l8XGre8G/4YpzgdHYp3mJGVcHBayffKg1tMw==\n";

    [Theory]
    [InlineData("esp8266", "secret", true)]
    [InlineData("esp8266", "Secret", false)]
    [InlineData("esp8266", "", false)]
    [InlineData("nobody", "secret", false)]
    [InlineData("", "secret", false)]
    [InlineData(null, "secret", false)]
    public void Verify_MosquittosFile_Agrees(string? user, string password, bool expected) => Assert.Equal(
        expected, PasswordFile.Parse(Mosquitto, "users").Verify(user, System.Text.Encoding.UTF8.GetBytes(password)));

    [Fact]
    public void Set_ThenParse_Verifies()
    {
        var file = PasswordFile.Parse(string.Empty, "users");
        file.Set("grün", "pässwörd");
        Assert.True(PasswordFile.Parse(file.ToString(), "users").Verify("grün", "pässwörd"u8));
    }

    [Theory]
    [InlineData("esp8266", "expected user")]
    [InlineData("esp8266:plain", "mosquitto_passwd")]
    [InlineData("esp8266:$6$abc$def", "old $6$")]
    [InlineData("esp8266:$7$0$YQ==$YQ==", "rounds")]
    [InlineData("esp8266:$7$99999999$YQ==$YQ==", "rounds")]
    [InlineData("esp8266:$7$101$???$YQ==", "base64")]
    [InlineData("esp8266:$7$101$YQ==$YQ==", "64 octets")]
    public void Parse_DamagedLine_SaysWhereAndWhat(string line, string expected)
    {
        var failure = Assert.Throws<AccessFileException>(() => PasswordFile.Parse("# users\n" + line, "users"));
        Assert.StartsWith("users:2:", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UserTwice_IsRefused() =>
        Assert.Throws<AccessFileException>(() => PasswordFile.Parse(Mosquitto + Mosquitto, "users"));
}
