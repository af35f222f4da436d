using System.Buffers;
using Farlink.Mqtt.Broker;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>What may be retained, in octets and beside what Farlink itself retains.</summary>
public sealed class RetainedBookTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<MqttApplicationMessage> _held = [];

    [Fact]
    public async Task Enter_MoreOctetsThanAQuarter_IsRefusedToThatUserOnly()
    {
        var book = Book(new BrokerLimits { MostRetainedOctets = 400 });
        Assert.Null(await EnterAsync(book, "a", "one", 90));
        Assert.Equal(
            "its user has too much retained already (at most 5000 messages, 100 octets)", await EnterAsync(book, "a", "two", 90));
        Assert.Null(await EnterAsync(book, "b", "two", 90));

        // Less on the same topic is no more.
        Assert.Null(await EnterAsync(book, "a", "one", 10));
    }

    [Fact]
    public async Task Enter_MoreOfAllThanAllowed_IsRefused()
    {
        var book = Book(new BrokerLimits { MostRetained = 4 });
        foreach (var user in (string[])["a", "b", "c", "d"]) Assert.Null(await EnterAsync(book, user, $"of {user}", 1));
        Assert.StartsWith(
            "the broker has too much retained already (at most 4 messages", await EnterAsync(book, null, "more", 1),
            StringComparison.Ordinal);
    }

    /// <summary>Not oftener than once a second, whoever asks.</summary>
    [Fact]
    public async Task Enter_ClearedMeanwhile_IsSeenAtTheNextLook()
    {
        var book = Book(new BrokerLimits { MostRetained = 4 });
        Assert.Null(await EnterAsync(book, "a", "one", 1));
        Assert.NotNull(await EnterAsync(book, "a", "two", 1));
        _held.Clear();
        _time.Advance(RetainedBook.LookEvery - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await EnterAsync(book, "a", "two", 1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await EnterAsync(book, "a", "two", 1));
    }

    [Fact]
    public async Task Enter_NotRetainedOrEmpty_TakesNoRoom()
    {
        var book = Book(new BrokerLimits { MostRetained = 0 });
        Assert.Null(await book.EnterAsync("a", Message("one", 1, isRetained: false)));
        Assert.Null(await book.EnterAsync("a", Message("one", 0)));
    }

    private static MqttApplicationMessage Message(string topic, int octets, bool isRetained = true) =>
        new() { Topic = topic, Payload = new ReadOnlySequence<byte>(new byte[octets]), Retain = isRetained };

    private RetainedBook Book(BrokerLimits limits) =>
        new(limits, () => Task.FromResult<IList<MqttApplicationMessage>>([.. _held]), _time);

    /// <summary>Enters a message, and has the broker hold it if it may.</summary>
    private async Task<string?> EnterAsync(RetainedBook book, string? user, string topic, int octets)
    {
        var message = Message(topic, octets);
        if (await book.EnterAsync(user, message) is { } why) return why;
        _held.RemoveAll(held => held.Topic == topic);
        _held.Add(message);
        return null;
    }
}
