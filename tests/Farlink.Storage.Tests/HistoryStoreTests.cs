using Microsoft.Data.Sqlite;

namespace Farlink.Storage.Tests;

/// <summary>How links were, in a file of its own.</summary>
public sealed class HistoryStoreTests : IDisposable
{
    private const long Start = 1_800_000_000 / HistoryStore.HalfHourSeconds * HistoryStore.HalfHourSeconds;
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-history-").FullName;

    private string File => Path.Combine(_folder, "history.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_WhatWasAdded_IsThereAfterAReopening()
    {
        var full = Minute(0) with
        {
            RssiDbm = -97.5,
            SnrDb = 3.25,
            MarginDb = 11,
            Loss = 0.25,
            RoundTripSeconds = 0.5,
            Repeats = 2,
            Queue = 1.5,
        };
        using (var store = HistoryStore.Open(File)) store.Add([full, Minute(1)], Start + 120);
        using var again = HistoryStore.Open(File);
        Assert.Equal([full, Minute(1)], again.Read("site", 1, HistoryStore.MinuteSeconds, Start));
        Assert.Equal([Minute(1)], again.Read("site", 1, HistoryStore.MinuteSeconds, Start + 60));
        Assert.Empty(again.Read("base", 1, HistoryStore.MinuteSeconds, Start));
        Assert.Empty(again.Read("site", 2, HistoryStore.MinuteSeconds, Start));
    }

    [Fact]
    public void Add_MinutesOfAHalfHourThatIsOver_MakesOneOfThem()
    {
        using var store = HistoryStore.Open(File);
        var minutes = Enumerable.Range(0, 35).Select(i => Minute(i) with { RssiDbm = -100 + i, Repeats = 1 }).ToArray();
        store.Add(minutes[..30], Start + 1800);
        Assert.Empty(store.Read("site", 1, HistoryStore.HalfHourSeconds, 0));
        store.Add(minutes[30..], Start + 1800 + 600);
        var half = Assert.Single(store.Read("site", 1, HistoryStore.HalfHourSeconds, 0));
        Assert.Equal(Start, half.At);
        Assert.Equal(-100 + 14.5, half.RssiDbm!.Value, 6);
        Assert.Equal(30, half.Repeats);
        Assert.Null(half.SnrDb);
    }

    [Fact]
    public void Add_WhereNothingTellsWhetherItIsOnline_StaysUnknown()
    {
        using var store = HistoryStore.Open(File);
        store.Add([.. Enumerable.Range(0, 30).Select(i => Minute(i) with { Online = null })], Start + 1800 + 600);
        Assert.Null(Assert.Single(store.Read("site", 1, HistoryStore.HalfHourSeconds, 0)).Online);
        Assert.All(store.Read("site", 1, HistoryStore.MinuteSeconds, 0), one => Assert.Null(one.Online));
    }

    [Fact]
    public void Open_AFileOfTheFirstVersion_KeepsWhatIsInIt()
    {
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                $"""
                CREATE TABLE sample (
                    step INTEGER NOT NULL, role TEXT NOT NULL, link INTEGER NOT NULL, at INTEGER NOT NULL, rssi REAL, snr REAL,
                    margin REAL, loss REAL, round_trip REAL, repeats REAL NOT NULL, queue REAL NOT NULL,
                    online REAL NOT NULL, PRIMARY KEY (step, role, link, at)) WITHOUT ROWID;
                INSERT INTO sample VALUES (60, 'site', 1, {Start}, -97, NULL, NULL, NULL, NULL, 0, 0, 1);
                """;
            command.ExecuteNonQuery();
        }

        using var store = HistoryStore.Open(File);
        var unknown = Minute(1) with { Online = null };
        store.Add([unknown], Start + 120);
        Assert.Equal([Minute(0) with { RssiDbm = -97 }, unknown], store.Read("site", 1, HistoryStore.MinuteSeconds, 0));
    }

    [Fact]
    public void Open_AFileOfANewerProgram_SaysSo()
    {
        HistoryStore.Open(File).Dispose();
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Assert.Contains(
            "newer farlink", Assert.Throws<StoreException>(() => HistoryStore.Open(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_AfterMonths_HasForgottenWhatIsOld()
    {
        using var store = HistoryStore.Open(File);
        for (var day = 0; day < 40; day++)
            store.Add([.. Enumerable.Range(0, 40).Select(i => Minute((day * 1440) + i))], Start + (day * 86_400L) + 3600);
        var last = Start + (39 * 86_400L) + 3600;
        Assert.All(
            store.Read("site", 1, HistoryStore.MinuteSeconds, 0),
            one => Assert.True(one.At >= last - HistoryStore.KeepMinutesSeconds));
        var halves = store.Read("site", 1, HistoryStore.HalfHourSeconds, 0);
        Assert.Equal(31, halves.Count(one => one.At % 86_400 == Start % 86_400));
        Assert.True(halves[0].At >= last - HistoryStore.KeepHalfHoursSeconds);
    }

    [Fact]
    public void Add_AfterAClockThatWasAhead_GoesOnAsIfItHadNotBeen()
    {
        const long Ahead = 30 * 86_400L;
        using var store = HistoryStore.Open(File);
        var ahead = Enumerable.Range(0, 60).Select(i => Minute(i) with { At = Start + Ahead + (i * 60L) });
        store.Add([.. ahead], Start + Ahead + 7200);
        store.Add([.. Enumerable.Range(0, 60).Select(Minute)], Start + 7200);
        Assert.Equal([Start, Start + 1800], store.Read("site", 1, HistoryStore.HalfHourSeconds, 0).Select(one => one.At));
        Assert.Equal(60, store.Read("site", 1, HistoryStore.MinuteSeconds, 0).Count);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(-1)]
    [InlineData(400)]
    public void Add_WhileTheClockIsNotSure_DeletesNothingAndWhatWasWrongGoesLater(int days)
    {
        using var store = HistoryStore.Open(File);
        store.Add([.. Enumerable.Range(0, 120).Select(Minute)], Start + 7800);
        var (minutes, halves) = (Times(store, HistoryStore.MinuteSeconds), Times(store, HistoryStore.HalfHourSeconds));
        var wrong = (days * 86_400L) + 7200;
        var samples = Enumerable.Range(0, 60).Select(i => Minute(i) with { At = Start + wrong + (i * 60L) });
        store.Add([.. samples], Start + wrong + 7200, isClockSure: false);
        Assert.Empty(minutes.Except(Times(store, HistoryStore.MinuteSeconds)));
        Assert.Empty(halves.Except(Times(store, HistoryStore.HalfHourSeconds)));
        Assert.Equal(180, Times(store, HistoryStore.MinuteSeconds).Count);

        store.Add([], Start + 9000);
        Assert.Empty(minutes.Except(Times(store, HistoryStore.MinuteSeconds)));
        Assert.Equal(days == -1 ? 180 : 120, Times(store, HistoryStore.MinuteSeconds).Count);
    }

    [Fact]
    public void Add_ClockThatWasLongAheadIsPutBack_KeepsWhatIsAddedNow()
    {
        using var store = HistoryStore.Open(File);
        var ahead = 400 * 86_400L;
        var wrong = Enumerable.Range(0, 3100).Select(i => Minute(i) with { At = Start + ahead + (i * 60L) });
        store.Add([.. wrong], Start + ahead + (3100 * 60L), isClockSure: false);

        store.Add([.. Enumerable.Range(0, 60).Select(Minute)], Start + 3600, isClockSure: false);

        var kept = Times(store, HistoryStore.MinuteSeconds);
        Assert.Equal(50 * 60, kept.Count);
        Assert.Empty(Enumerable.Range(0, 60).Select(i => Start + (i * 60L)).Except(kept));
        Assert.Contains(Start, Times(store, HistoryStore.HalfHourSeconds));
    }

    [Fact]
    public void Add_WhoseClockIsNeverSure_StaysBoundedAndMakesHalfHours()
    {
        using var store = HistoryStore.Open(File);
        for (var hour = 0; hour < 60; hour++)
        {
            var minutes = Enumerable.Range(hour * 60, 60).Select(Minute).ToArray();
            store.Add(minutes, Start + ((hour + 1) * 3600L), isClockSure: false);
        }

        var kept = Times(store, HistoryStore.MinuteSeconds);
        Assert.Equal(50 * 60, kept.Count);
        Assert.Equal(Start + (3599 * 60L), kept[^1]);
        Assert.InRange(Times(store, HistoryStore.HalfHourSeconds).Count, 118, 120);
    }

    [Fact]
    public void Open_ADamagedFile_BeginsAnew()
    {
        System.IO.File.WriteAllBytes(File, [.. Enumerable.Repeat((byte)0x55, 8192)]);
        using var store = HistoryStore.Open(File);
        store.Add([Minute(0)], Start);
        Assert.Single(store.Read("site", 1, HistoryStore.MinuteSeconds, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Use_OfAFileThatIsDamagedBehindItsBegin_BeginsAnew(bool isRead)
    {
        using (var whole = HistoryStore.Open(File)) whole.Add([Minute(0)], Start);
        var octets = System.IO.File.ReadAllBytes(File);
        octets.AsSpan(4096).Fill(0x55);
        System.IO.File.WriteAllBytes(File, octets);
        using var store = HistoryStore.Open(File);
        if (isRead) Assert.Empty(store.Read("site", 1, HistoryStore.MinuteSeconds, 0));
        store.Add([Minute(1)], Start);
        Assert.Equal([Minute(1)], store.Read("site", 1, HistoryStore.MinuteSeconds, 0));
    }

    [Fact]
    public void Open_ADamagedFileThatCannotBeDeleted_SaysThatNothingElseDependsOnIt()
    {
        System.IO.File.WriteAllBytes(File, [.. Enumerable.Repeat((byte)0x55, 8192)]);
        Directory.CreateDirectory(File + "-shm");
        var refused = Assert.Throws<StoreException>(() => HistoryStore.Open(File));
        Assert.Contains("Nothing else depends on it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFileThatIsThere_LeavesItsModeToItsOwner()
    {
        const UnixFileMode Shared =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        HistoryStore.Open(File).Dispose();
        System.IO.File.SetUnixFileMode(File, Shared);
        HistoryStore.Open(File).Dispose();
        Assert.Equal(Shared, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Open_WithoutAFolder_SaysThatNothingElseDependsOnIt()
    {
        var refused = Assert.Throws<StoreException>(() => HistoryStore.Open(Path.Combine(_folder, "none", "history.db")));
        Assert.Contains("Nothing else depends on it", refused.Message, StringComparison.Ordinal);
    }

    private static List<long> Times(HistoryStore store, int step) => [.. store.Read("site", 1, step, 0).Select(one => one.At)];

    private static LinkSample Minute(int number) =>
        new() { Role = "site", Link = 1, At = Start + (number * 60L), Online = 1 };
}
