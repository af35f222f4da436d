using Farlink.Keys.Files;
using Farlink.Keys.Pairing;

namespace Farlink.Tests.Backup;

/// <summary>Negative test 40: nobody is let in again by a backup, as long as anything on the disk still knows better.</summary>
public sealed class RestorePairingTests : IDisposable
{
    private readonly BackupHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("nothing")]
    [InlineData("base.pairings")]
    [InlineData("base.db")]
    [InlineData("base.db.ended")]
    [InlineData("base.pairings/ended.list")]
    [InlineData("farlink.toml")]
    public void Negative40_UnpairedSince_StaysSoWhateverElseIsLost(string lost)
    {
        _home.Make();
        _home.Pairings.End("barn");
        if (Directory.Exists(_home.File(lost))) Directory.Delete(_home.File(lost), recursive: true);
        else File.Delete(_home.File(lost));

        var result = _home.Restore();

        Assert.Equal("well", BackupHome.PairedIn(_home.Folder));
        Assert.Equal(["barn (link 1)"], result.Refused);
        Assert.False(File.Exists(_home.File("base.pairings/001.pairing.json")));
        Assert.Single(File.ReadAllLines(_home.File("base.db.ended")));
        Assert.Equal(
            File.ReadAllBytes(_home.File("base.db.ended")), File.ReadAllBytes(_home.File("base.pairings/ended.list")));

        // Nor does the same backup once more, nor the pairing's file by hand.
        Assert.Equal(["barn (link 1)"], _home.Restore().Refused);
        Assert.Equal("well", BackupHome.PairedIn(_home.Folder));
    }

    /// <summary>The host is asked, not only the folder that things go to.</summary>
    [Fact]
    public void Negative40_RestoredToAnotherFolderOfThisHost_StaysUnpaired()
    {
        _home.Make();
        _home.Pairings.End("barn");
        var folder = _home.Other("elsewhere");

        var result = _home.Restore(folder);

        Assert.Equal(["barn (link 1)"], result.Refused);
        Assert.Equal(["well (link 2)"], result.Paired);
        Assert.Equal("well", BackupHome.PairedIn(folder));
    }

    [Fact]
    public void Negative40_OnANewDisk_ComesBackAndIsSaid()
    {
        _home.Make();
        _home.Pairings.End("barn");
        Directory.Delete(_home.Folder, recursive: true);

        var result = _home.Restore();

        Assert.Equal(["barn (link 1)", "well (link 2)"], result.Paired);
        Assert.Contains(
            "What was unpaired since and is not known on this disk is paired again: farlink unpair NAME",
            Output.BackupText.Restored(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Negative40_UnpairedWhileItIsRestored_StaysUnpaired()
    {
        _home.Pair("boat", 3);
        _home.Pairings.End("boat");
        _home.Make();

        // The same pairing in other octets: so its file is among those that are moved.
        var file = _home.File("base.pairings/001.pairing.json");
        PrivateFile.Write(file, [.. File.ReadAllBytes(file), (byte)'\n'], replace: true);
        _home.Restore(step: what =>
        {
            if (what == "decide") _home.Pairings.End("barn");
        });

        Assert.True(File.Exists(file));
        Assert.Equal("well", BackupHome.PairedIn(_home.Folder));
        Assert.Equal(2, File.ReadAllLines(_home.File("base.db.ended")).Length);
        Assert.Equal(2, File.ReadAllLines(_home.File("base.pairings/ended.list")).Length);
    }

    [Fact]
    public void Restore_PairedAnewSince_StaysPairedAnew()
    {
        _home.Make();
        _home.Pair("barn", 1);
        var renewed = _home.Pairings.Load()[0].Id;

        var result = _home.Restore();

        Assert.Equal(["barn (link 1)"], result.Refused);
        Assert.Equal(renewed, _home.Pairings.Load()[0].Id);
        Assert.Equal("barn well", BackupHome.PairedIn(_home.Folder));
    }

    [Fact]
    public void Restore_SitePairedSince_StaysPairedBesideTheOthers()
    {
        _home.Make();
        _home.Pair("boat", 3);
        _home.Restore();
        Assert.Equal("barn well boat", BackupHome.PairedIn(_home.Folder));
    }

    [Fact]
    public void Restore_EndedBeforeTheBackup_IsEndedOnTheNewDiskToo()
    {
        var record = File.ReadAllBytes(_home.File("base.pairings/001.pairing.json"));
        _home.Pairings.End("barn");
        _home.Make();
        Directory.Delete(_home.Folder, recursive: true);

        _home.Restore();

        File.WriteAllBytes(_home.File("base.pairings/001.pairing.json"), record);
        File.SetUnixFileMode(
            _home.File("base.pairings/001.pairing.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal("well", BackupHome.PairedIn(_home.Folder));
    }

    /// <summary>A site has one pairing: that of the backup, unless it was ended.</summary>
    [Fact]
    public void Restore_SitePairedWithAnotherBaseSince_HasTheOneOfTheBackup()
    {
        using var site = new BackupSite();
        site.Pair("home", 2);
        site.Make();
        Directory.Delete(site.File("site.pairings"), recursive: true);
        File.Delete(site.File("farlink.db.ended"));
        site.Pair("other", 3);

        site.Restore();

        Assert.Equal("home", Assert.Single(site.Pairings.Load()).BaseStation.Name);
        Assert.True(File.Exists(site.File("before-restore-1/site.pairings/003.pairing.json")));
    }

    /// <summary>A re-key that was under way then is not begun anew over one that is under way now.</summary>
    [Fact]
    public void Restore_ReKeyUnderWay_NeverReplacesAnother()
    {
        var record = _home.Pairings.Load()[0];
        _home.Pairings.AddNext(record with { Id = "then" });
        _home.Make();
        _home.Pairings.AddNext(record with { Id = "now" });
        _home.Restore();
        Assert.Equal("now", _home.Pairings.Next(1)!.Id);

        Directory.Delete(_home.Folder, recursive: true);
        _home.Restore();
        Assert.Equal("then", _home.Pairings.Next(1)!.Id);
    }

    [Fact]
    public void Restore_ReKeyOfAPairingThatWasEnded_IsNotRestored()
    {
        _home.Pairings.AddNext(_home.Pairings.Load()[0] with { Id = "then" });
        _home.Make();
        _home.Pairings.End("barn");
        _home.Restore();
        Assert.DoesNotContain(PairingFiles.Read(_home.File("base.pairings")), file => PairingFiles.IsRekey(file.Path));
    }
}
