using System.Text;
using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Tests.Compression;

public sealed class FormChooserTests
{
    [Fact]
    public void Choose_ShortPayload_IsShared() =>
        Assert.Equal(RecordForm.Shared, new FormChooser().Choose("t"u8, Noise(1, 15)));

    [Fact]
    public void Choose_PayloadLongerThanALengthCanSay_IsShared() =>
        Assert.Equal(RecordForm.Shared, new FormChooser().Choose("t"u8, Noise(1, 70_000)));

    [Theory]
    [InlineData(64, 180)]
    [InlineData(200, 195)]
    [InlineData(8000, 200)]
    public void Choose_RandomPayloads_AreStoredButForAFew(int length, int least)
    {
        // Few octets may be alike by chance: then the model codes them once, and nothing is lost but an octet or two.
        var stored = Enumerable.Range(0, 200).Count(
            seed => new FormChooser().Choose("t"u8, Noise(seed, length)) == RecordForm.Stored);
        Assert.InRange(stored, least, 200);
    }

    [Fact]
    public void Choose_TooFewOctetsToTell_IsShared() =>
        Assert.Equal(RecordForm.Shared, new FormChooser().Choose("t"u8, Noise(1, 63)));

    [Fact]
    public void Choose_Text_IsShared()
    {
        var json = "{\"time\":\"2026-03-04T06:16:21\",\"AM2301\":{\"Temperature\":22.3,\"Humidity\":58.4},\"TempUnit\":\"C\"}";
        Assert.Equal(RecordForm.Shared, new FormChooser().Choose("t"u8, Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Choose_ThreePayloadsThatDidNotGetShorter_StoresSomeAndTriesAgain()
    {
        var forms = new FormChooser();
        var payload = Encoding.UTF8.GetBytes("abcdefghijklmnopqrstuvwxyz");
        Assert.Equal("SSS....S", Told(8));

        // Every failure more doubles how many are stored before the next attempt.
        Assert.Equal("........S", Told(9));
        Assert.Equal("................S", Told(17));

        string Told(int count) => string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            var form = forms.Choose("t"u8, payload);
            forms.Note(Message(payload), form, 8 * payload.Length);
            return form == RecordForm.Stored ? '.' : 'S';
        }));
    }

    [Fact]
    public void Choose_OneThatGotShorter_ForgivesAllFailures()
    {
        var forms = new FormChooser();
        var payload = Encoding.UTF8.GetBytes("abcdefghijklmnopqrstuvwxyz");
        for (var i = 0; i < 2; i++) forms.Note(Message(payload), RecordForm.Shared, 8 * payload.Length);
        forms.Note(Message(payload), RecordForm.Shared, 4 * payload.Length);
        for (var i = 0; i < 2; i++) forms.Note(Message(payload), RecordForm.Shared, 8 * payload.Length);
        Assert.Equal(RecordForm.Shared, forms.Choose("t"u8, payload));
    }

    [Fact]
    public void Choose_ProvenTopic_IsSharedHoweverItLooks()
    {
        var forms = new FormChooser();
        forms.Note(Message(Noise(1, 100)), RecordForm.Shared, 100);
        Assert.Equal(RecordForm.Shared, forms.Choose("t"u8, Noise(2, 100)));
        Assert.Equal(RecordForm.Stored, forms.Choose("other"u8, Noise(2, 100)));
    }

    [Fact]
    public void IsBinary_TopicOfBinaryPayloads_StaysBinaryWhileAPayloadAllowsBoth()
    {
        var forms = new FormChooser();
        Assert.False(forms.IsBinary("t"u8, "plain"u8));
        Assert.True(forms.IsBinary("t"u8, [1, 2, 3]));
        Assert.True(forms.IsBinary("t"u8, "tab\t"u8));
        Assert.False(forms.IsBinary("t"u8, "plain"u8));
        Assert.False(forms.IsBinary("t"u8, "tab\t"u8));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("7B7D", false)]
    [InlineData("C3A4", false)]
    [InlineData("090A0D", false)]
    [InlineData("00", true)]
    [InlineData("C3", true)]
    [InlineData("411F", true)]
    public void IsBinaryPayload_ControlCharactersOrNoUtf8_IsBinary(string hex, bool isBinary) =>
        Assert.Equal(isBinary, RecordLook.IsBinaryPayload(Convert.FromHexString(hex)));

    private static WholeMessage Message(byte[] payload) => new([(byte)'t'], payload, 0, default);

    private static byte[] Noise(int seed, int length)
    {
        var octets = new byte[length];
        new Random(seed).NextBytes(octets);
        return octets;
    }
}
