using System.Text;
using Farlink.Backup;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Storage;

namespace Farlink.Tests.Backup;

/// <summary>What comes into a backup, and how it lies on the disk.</summary>
public sealed class BackupJobTests : IDisposable
{
    private readonly BackupHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Write_Base_HasEveryFileWithItsModeAndPlace()
    {
        var manifest = _home.Make();

        Assert.Equal(
            [
                "0600 base.db", "0600 base.key.pem", "0600 base.pairings/001.pairing.json", "0600 base.pairings/002.pairing.json",
                "0600 upstream.password", "0644 farlink.toml", "0644 pki/ecc.ca.cert.pem", "0644 pki/ecc.ca.crl.pem",
            ],
            manifest.Files.Where(file => !file.IsOutside).Select(file => $"0{Convert.ToString((int)file.Mode, 8)} {file.Path}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            [Path.Combine(_home.Outside, "client.cert.pem"), Path.Combine(_home.Outside, "client.key.pem")],
            manifest.Files.Where(file => file.IsOutside).Select(file => file.Path));
        Assert.Equal(("base", "home", _home.Folder), (manifest.Role, manifest.Name, manifest.Folder));
        Assert.Empty(manifest.NotIncluded);
    }

    [Fact]
    public void Write_File_IsPrivateAndNothingIsLeftBeside()
    {
        _home.Make();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.Backup));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_home.Backup)!, "*.new"));
    }

    /// <summary>The CA's key is what nobody should find in two places.</summary>
    [Fact]
    public void Write_FolderOfTheCa_IsNotTakenBecauseItsCertificateIs() =>
        Assert.DoesNotContain(_home.Make().Files, file => file.Path.Contains("ca.key", StringComparison.Ordinal));

    [Fact]
    public void Write_WhileTheServiceHoldsTheStore_Works()
    {
        using var store = SqliteStore.Open(_home.Store);
        Assert.Contains(_home.Make().Files, file => file.Kind == BackupKind.Store);
    }

    [Fact]
    public void Write_WhatIsMissingOrElsewhere_IsSaid()
    {
        File.Delete(_home.File("upstream.password"));
        File.WriteAllText(_home.Store + ".damaged-1", "x");
        var manifest = _home.Make(null, "FARLINK_UPSTREAM__USER", "FARLINK_CA_PASSPHRASE", "FARLINK_NAME");

        Assert.Equal(4, manifest.NotIncluded.Count);
        Assert.Contains(
            manifest.NotIncluded,
            words => words.Contains("upstream.password: it is named, and not there", StringComparison.Ordinal));
        Assert.Contains(manifest.NotIncluded, words => words.Contains("base.db.damaged-1", StringComparison.Ordinal));
        Assert.Contains(manifest.NotIncluded, words => words.StartsWith("FARLINK_UPSTREAM__USER: ", StringComparison.Ordinal));
        Assert.Contains(manifest.NotIncluded, words => words.StartsWith("FARLINK_NAME: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_EndedPairingsAndReKeyUnderWay_AreInIt()
    {
        _home.Pairings.End("barn");
        var record = _home.Pairings.Load().Single();
        _home.Pairings.AddNext(record with { Id = "next" });
        var files = _home.Make().Files;

        Assert.Equal(
            ["base.db.ended", "base.pairings/ended.list"],
            files.Where(file => file.Kind == BackupKind.Ended).Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal("base.pairings/002.next.json", Assert.Single(files, file => file.Kind == BackupKind.Rekey).Path);
        Assert.DoesNotContain(files, file => file.Path.EndsWith("/lock", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_ExistingFileOrAFileOfTheEndItself_IsRefused()
    {
        _home.Make();
        Assert.Contains(
            "exists already", Assert.Throws<KeyFileException>(() => _home.Make()).Message, StringComparison.Ordinal);
        string[] files =
        [
            "base.key.pem", "farlink.toml", "base.db", "base.db-wal", "base.db-shm", "base.db.room", "base.db.sock",
            "base.db.ended", "history.db", "history.db-wal",
        ];
        foreach (var own in files)
        {
            Assert.Contains(
                "is a file of this end itself", Assert.Throws<BackupException>(() => _home.Make(_home.File(own))).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_LogOfTheStoreThroughALink_IsRefused()
    {
        Directory.CreateSymbolicLink(_home.Other("link"), _home.Folder);
        using var store = SqliteStore.Open(_home.Store);
        using var job = _home.Begin();
        Assert.Throws<BackupException>(() => BackupHome.Write(job, _home.Other("link/base.db-wal")));
    }

    [Fact]
    public void Write_TwoAtOnce_DoNotDisturbEachOther()
    {
        using (var first = _home.Begin())
        {
            using (var second = _home.Begin()) BackupHome.Write(second, _home.Other("second.backup"));
            Assert.Contains(BackupHome.Write(first, _home.Backup).Files, file => file.Kind == BackupKind.Store);
        }

        Assert.Empty(Directory.GetDirectories(_home.Folder, ".farlink-backup-*"));
    }

    [Fact]
    public void Write_CopiesOfAnother_AreRemovedOnlyIfItsProgramIsGone()
    {
        var (gone, running) = (_home.File($".farlink-backup-{int.MaxValue}"), _home.File(".farlink-backup-1-x"));
        foreach (var folder in (string[])[gone, running]) Directory.CreateDirectory(folder);
        _home.Make();
        Assert.False(Directory.Exists(gone));
        Assert.True(Directory.Exists(running));
    }

    [Fact]
    public void Dispose_CopiesAreGone_IsNoError()
    {
        var job = _home.Begin();
        Directory.Delete(Assert.Single(Directory.GetDirectories(_home.Folder, ".farlink-backup-*")), recursive: true);
        job.Dispose();
    }

    [Fact]
    public void Write_FileThatIsTooLong_IsRefused()
    {
        using (var large = File.Create(_home.File("upstream.password"))) large.SetLength(BackupJob.MostFileOctets + 1);
        var refused = Assert.Throws<BackupException>(() => _home.Make());
        Assert.Contains("at most 8388608", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_PipeOrDeviceInTheTree_IsRefusedAndNotWaitedFor()
    {
        File.Delete(_home.File("upstream.password"));
        Assert.Equal(0, (await Tool.RunAsync("mkfifo", [_home.File("upstream.password")])).Code);
        AssertNoPlainFile();
        File.Delete(_home.File("upstream.password"));
        File.CreateSymbolicLink(_home.File("upstream.password"), "/dev/zero");
        AssertNoPlainFile();
        File.Delete(_home.File("upstream.password"));
        Directory.CreateDirectory(_home.File("upstream.password"));
        AssertNoPlainFile();
    }

    /// <summary>What was there before stays; of the new one, and of the store in clear, nothing is left.</summary>
    [Fact]
    public void Write_GivenUp_LeavesNothingOfIt()
    {
        _home.Make();
        var before = File.ReadAllBytes(_home.Backup);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => _home.MakeCancelled(cancelled.Token));

        Assert.Equal(before, File.ReadAllBytes(_home.Backup));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_home.Backup)!, "*.new"));
        Assert.Empty(Directory.GetDirectories(_home.Folder, ".farlink-backup-*"));
    }

    /// <summary>Negative test 43, at its source: what is in the files is not in the backup.</summary>
    [Fact]
    public void Negative43_Backup_HoldsNothingThatCanBeRead()
    {
        _home.Make();
        var backup = Encoding.Latin1.GetString(File.ReadAllBytes(_home.Backup));
        string[] telling =
        [
            "secret of upstream", "PRIVATE KEY", "hello_key", "role = ", "SQLite format", "manifest.json", "pairing.json",
            .. File.ReadAllLines(_home.File("base.key.pem")).Where(line => line.Length > 20),
            .. PairingFiles.Read(_home.File("base.pairings")).SelectMany(file => Encoding.UTF8.GetString(file.Octets).Split('"'))
                .Where(part => part.Length == 64),
        ];
        Assert.True(telling.Length > 10);
        Assert.All(telling, text => Assert.DoesNotContain(text, backup, StringComparison.OrdinalIgnoreCase));
    }

    private void AssertNoPlainFile()
    {
        var refused = Assert.Throws<BackupException>(() => _home.Make());
        Assert.Contains("upstream.password is no plain file", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_home.Backup));
    }
}
