using System.Text;
using CsCheck;
using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Tests.Compression;

public sealed class TopicBookTests
{
    [Fact]
    public void Walk_TopicsThatShareABeginning_IsTheirBranches()
    {
        // All begin with f, a, r, m. Then the topic ends or '/' comes, then 'b' or 'f', then 'h' or 't'.
        var book = Of("farm/barn/t", "farm/barn/h", "farm/field/t", "farm");
        Assert.Equal([(int)'/', 'b', 'h'], Walk(book, "farm/barn/h"));
        Assert.Equal([(int)'/', 'f'], Walk(book, "farm/field/t"));
        Assert.Equal([Symbol.End], Walk(book, "farm"));
    }

    [Fact]
    public void Walk_AnyTopics_LeadsToEach() =>
        AnyTopics.Sample(topics =>
        {
            var book = Of(topics);
            foreach (var topic in topics)
            {
                Assert.True(book.Contains(Encoding.UTF8.GetBytes(topic)));
                Assert.Equal(book.Branches(Encoding.UTF8.GetBytes(topic)), Walk(book, topic).Count);
            }
        });

    /// <summary>A decoder that reads nonsense must still arrive at a topic.</summary>
    [Fact]
    public void Walk_AnySymbols_EndsAtAKnownTopic() =>
        Gen.Select(AnyTopics, Gen.Int[0, 256].Array[20]).Where((topics, _) => topics.Length > 0).Sample((topics, symbols) =>
        {
            var book = Of(topics);
            book.Begin();
            List<byte> walked = [];
            for (var i = 0; i < 1000; i++)
            {
                var symbol = book.Common is >= 0 and var common ? common : book.Nearest(symbols[i % symbols.Length]);
                book.Step(symbol);
                if (symbol == Symbol.End) break;
                walked.Add((byte)symbol);
            }

            Assert.Contains(Encoding.UTF8.GetString([.. walked]), topics);
        });

    [Fact]
    public void Branches_OnlyTopic_AreNone() => Assert.Equal(0, Of("a/b").Branches("a/b"u8));

    [Fact]
    public void Branches_NoTopics_AreNone() => Assert.Equal(0, new TopicBook().Branches("a/b"u8));

    [Fact]
    public void Branches_UnknownTopic_AreThoseUpToWhereItLeaves() =>
        Assert.Equal(1, Of("farm/a", "farm/b").Branches("farm/c"u8));

    [Fact]
    public void Use_OneMoreThanMost_ForgetsTheOneUsedLongestAgo()
    {
        var book = new TopicBook();
        for (var i = 0; i < TopicBook.Most; i++) book.Use(Topic(i));
        Assert.Equal(TopicBook.Most, book.Count);
        book.Use(Topic(0));
        book.Use(Topic(TopicBook.Most));
        Assert.Equal(TopicBook.Most, book.Count);
        Assert.True(book.Contains(Topic(0)));
        Assert.False(book.Contains(Topic(1)));
        Assert.True(book.Contains(Topic(TopicBook.Most)));
        for (var i = 2; i < TopicBook.Most; i++) Assert.True(book.Contains(Topic(i)));
    }

    [Fact]
    public void Use_TopicAgain_IsKnownOnce()
    {
        var book = Of("a", "a", "b", "a");
        Assert.Equal(2, book.Count);
    }

    [Fact]
    public void IsShareTaken_AQuarterOwned_HoldsForNewTopicsOfThatPublisherOnly()
    {
        var book = new TopicBook();
        for (var i = 0; i < TopicBook.Most / 4; i++)
        {
            Assert.False(book.IsShareTaken("one", Topic(i)));
            book.Use(Topic(i));
            book.Own(Topic(i), "one");
        }

        Assert.True(book.IsShareTaken("one", Topic(5000)));
        Assert.False(book.IsShareTaken("one", Topic(7)));
        Assert.False(book.IsShareTaken("two", Topic(5000)));
        Assert.False(book.IsShareTaken("", Topic(5000)));
    }

    [Fact]
    public void IsShareTaken_OwnedTopicForgotten_GivesRoomAgain()
    {
        var book = new TopicBook();
        for (var i = 0; i < TopicBook.Most / 4; i++)
        {
            book.Use(Topic(i));
            book.Own(Topic(i), "one");
        }

        for (var i = 0; i <= TopicBook.Most * 3 / 4; i++) book.Use(Topic(5000 + i));
        Assert.False(book.IsShareTaken("one", Topic(9000)));
    }

    [Fact]
    public void Own_TopicOfAnother_StaysWithItsFirstOwner()
    {
        var book = new TopicBook();
        for (var i = 0; i < TopicBook.Most / 4; i++)
        {
            book.Use(Topic(i));
            book.Own(Topic(i), "one");
            book.Own(Topic(i), "two");
        }

        Assert.False(book.IsShareTaken("two", Topic(5000)));
    }

    private static readonly Gen<string[]> AnyTopics =
        Gen.Select(Gen.Char["ab/"].Array[0, 8], letters => new string(letters)).Array[0, 30];

    private static byte[] Topic(int number) => Encoding.UTF8.GetBytes($"farm/node{number}/t");

    private static TopicBook Of(params string[] topics)
    {
        var book = new TopicBook();
        foreach (var topic in topics) book.Use(Encoding.UTF8.GetBytes(topic));
        return book;
    }

    /// <summary>The symbols that are coded on the way to a known topic.</summary>
    private static List<int> Walk(TopicBook book, string topic)
    {
        var octets = Encoding.UTF8.GetBytes(topic);
        List<int> coded = [];
        List<byte> walked = [];
        book.Begin();
        while (true)
        {
            var symbol = book.Common;
            if (symbol < 0)
            {
                symbol = walked.Count < octets.Length ? octets[walked.Count] : Symbol.End;
                Assert.Equal(symbol, book.Nearest(symbol));
                coded.Add(symbol);
            }

            book.Step(symbol);
            if (symbol == Symbol.End) break;
            walked.Add((byte)symbol);
        }

        Assert.Equal(octets, walked);
        return coded;
    }
}
