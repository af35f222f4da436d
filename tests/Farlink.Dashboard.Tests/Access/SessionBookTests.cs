using Farlink.Dashboard.Access;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Dashboard.Tests.Access;

/// <summary>Sessions end.</summary>
public sealed class SessionBookTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SessionBook _book;

    public SessionBookTests() => _book = new SessionBook(_time);

    [Fact]
    public void IsOpen_NotUsedForTwelveHours_IsOver()
    {
        var token = _book.Open();
        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.True(_book.IsOpen(token, isUse: true));
        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.True(_book.IsOpen(token, isUse: false));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_book.IsOpen(token, isUse: true));
    }

    [Fact]
    public void IsOpen_UsedForSevenDays_IsOver()
    {
        var token = _book.Open();
        for (var hour = 6; hour < 7 * 24; hour += 6)
        {
            _time.Advance(TimeSpan.FromHours(6));
            Assert.True(_book.IsOpen(token, isUse: true), $"after {hour} h");
        }

        _time.Advance(TimeSpan.FromHours(6));
        Assert.False(_book.IsOpen(token, isUse: true));
    }

    [Fact]
    public void Open_TooMany_EndsTheOneThatWasAwayLongest()
    {
        var first = _book.Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = _book.Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_book.IsOpen(first, isUse: true));
        for (var i = 2; i <= SessionBook.MostSessions; i++) _book.Open();
        Assert.True(_book.IsOpen(first, isUse: false));
        Assert.False(_book.IsOpen(second, isUse: false));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void IsOpen_TokenOfNobody_IsNot(string? token)
    {
        _book.Open();
        Assert.False(_book.IsOpen(token, isUse: true));
        _book.Close(token);
    }

    [Fact]
    public void Close_Token_EndsThatOne()
    {
        var (one, other) = (_book.Open(), _book.Open());
        _book.Close(one);
        Assert.False(_book.IsOpen(one, isUse: true));
        Assert.True(_book.IsOpen(other, isUse: true));
    }
}
