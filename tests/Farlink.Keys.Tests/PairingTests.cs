using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Tests;

/// <summary>Records, offers and the folder of pairings, with real keys in files.</summary>
public sealed class PairingTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<FileElement> _elements = [];

    public void Dispose()
    {
        foreach (var element in _elements) element.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Make_AtBothEnds_GivesTheSameHelloKey()
    {
        var (site, siteKey) = End(LinkRole.Site, "barn");
        var (baseStation, baseKey) = End(LinkRole.BaseStation, "home");

        var atSite = PairingRecord.Make(5, site, baseStation, siteKey);
        var atBase = PairingRecord.Make(5, baseStation, site, baseKey);

        Assert.Equal(atSite.HelloKey.ToArray(), atBase.HelloKey.ToArray());
        var (own, seen) = (atSite.Identity(LinkRole.Site).Own, atBase.Identity(LinkRole.BaseStation).Peer);
        Assert.Equal(own.Content.ToArray(), seen.Content.ToArray());
        Assert.Equal("home", atSite.Peer(LinkRole.Site).Name);
        Assert.NotEqual(atSite.Id, atBase.Id);
    }

    [Fact]
    public void Make_AnotherNameOrKey_GivesAnotherHelloKey()
    {
        var (site, siteKey) = End(LinkRole.Site, "barn");
        var (baseStation, _) = End(LinkRole.BaseStation, "home");
        var renamed = new PairedEnd(LinkRole.Site, "well", site.Point);

        Assert.NotEqual(
            PairingRecord.Make(1, site, baseStation, siteKey).HelloKey.ToArray(),
            PairingRecord.Make(1, renamed, baseStation, siteKey).HelloKey.ToArray());
    }

    [Fact]
    public void Make_OwnKeySameRoleOrForeignElement_IsRefused()
    {
        var (site, siteKey) = End(LinkRole.Site, "barn");
        var (baseStation, baseKey) = End(LinkRole.BaseStation, "home");

        Assert.Throws<PairingException>(
            () => PairingRecord.Make(1, site, new PairedEnd(LinkRole.BaseStation, "home", site.Point), siteKey));
        Assert.Throws<PairingException>(() => PairingRecord.Make(1, site, End(LinkRole.Site, "well").End, siteKey));
        Assert.Throws<PairingException>(() => PairingRecord.Make(1, site, baseStation, baseKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    [InlineData("a\u0007")]
    public void End_BadName_IsRefused(string name) =>
        Assert.Throws<PairingException>(() => new PairedEnd(LinkRole.Site, name, End(LinkRole.Site, "x").End.Point));

    [Fact]
    public void End_PointOffTheCurve_IsRefused()
    {
        var point = End(LinkRole.Site, "x").End.Point.ToArray();
        point[3] ^= 1;
        Assert.Throws<PairingException>(() => new PairedEnd(LinkRole.Site, "x", point));
        Assert.Throws<PairingException>(() => new PairedEnd(LinkRole.Site, "x", new byte[64]));
    }

    [Fact]
    public void Folder_AddLoadEnd_KeepsAndForgets()
    {
        var folder = Folder();
        Assert.Empty(folder.Load());
        var record = Record("barn", 1);
        folder.Add(record, replace: false);

        var loaded = Assert.Single(folder.Load());
        Assert.Equal(
            (record.Id, record.Link, "barn", "home"), (loaded.Id, loaded.Link, loaded.Site.Name, loaded.BaseStation.Name));
        Assert.Equal(record.HelloKey.ToArray(), loaded.HelloKey.ToArray());
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.Equal(owner, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder.Path, "*.pairing.json"))));

        Assert.Throws<PairingException>(() => folder.End("well"));
        folder.End("barn");
        Assert.Empty(folder.Load());
    }

    /// <summary>Test 41: at each moment of a re-key one pairing of the link is in force.</summary>
    [Fact]
    public void Folder_NextAndPromote_TakesItsPlaceAndTheOldOneStaysEnded()
    {
        var folder = Folder();
        var (first, next, other) = (Record("barn", 1), Record("barn", 1), Record("barn", 1));
        Assert.Throws<PairingException>(() => folder.AddNext(next));
        folder.Add(first, replace: false);
        folder.AddNext(next with { Element = "file:/x" });
        Assert.Equal(first.Id, Assert.Single(folder.Load()).Id);
        Assert.Equal((next.Id, "file:/x"), (folder.Next(1)!.Id, folder.Next(1)!.Element));

        // A crash in the middle: the new pairing has its place, its draft is still there, and the old one is not listed yet.
        var draft = Directory.GetFiles(folder.Path, "*.next.json").Single();
        var place = Path.Combine(folder.Path, "001.pairing.json");
        var (octets, before) = (File.ReadAllBytes(draft), File.ReadAllBytes(place));
        PrivateFile.Write(place, octets, replace: true);
        Assert.Null(folder.Next(1));
        Assert.Equal(next.Id, Assert.Single(folder.Load()).Id);
        folder.Promote(1);
        Assert.False(File.Exists(draft));
        Assert.Equal(next.Id, Assert.Single(folder.Load()).Id);
        PrivateFile.Write(place, before, replace: true);
        Assert.Empty(folder.Load());
        PrivateFile.Write(place, octets, replace: true);

        // A draft that follows another pairing than the one in force is none.
        PrivateFile.Write(draft, octets);
        folder.Promote(1);
        Assert.Equal(next.Id, Assert.Single(folder.Load()).Id);

        // Neither an unpaired key nor the one before comes back.
        folder.AddNext(other);
        folder.End("barn");
        Assert.Empty(folder.Load());
        Assert.Null(folder.Next(1));
        folder.Promote(1);
        Assert.Empty(folder.Load());
    }

    /// <summary>Test 40: nor with an old copy of the whole folder, list and all.</summary>
    [Fact]
    public void Negative40_WholeFolderPutBack_IsNotUsed()
    {
        var path = _folder.File("pairings");
        var folder = new PairingFolder(path, LinkRole.BaseStation, _folder.File("farlink.db"));
        var (ended, kept) = (Record("barn", 1), Record("well", 2));
        folder.Add(ended, replace: false);
        folder.Add(kept, replace: false);
        var copies = Directory.GetFiles(path).Select(file => (file, File.ReadAllBytes(file))).ToList();
        folder.End("1");
        Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path, File.GetUnixFileMode(_folder.Path));
        foreach (var (file, octets) in copies) PrivateFile.Write(file, octets);

        Assert.Equal(kept.Id, Assert.Single(folder.Load()).Id);
        folder.End("well");
        Assert.Empty(folder.Load());
        Assert.Equal(2, File.ReadAllLines(_folder.File("farlink.db.ended")).Length);
    }

    /// <summary>Test 40: what was ended does not come back with an old copy; paired anew it is another pairing.</summary>
    [Fact]
    public void Negative40_FileOfAnEndedPairingPutBack_IsNotUsed()
    {
        var folder = Folder();
        var record = Record("barn", 1);
        folder.Add(record, replace: false);
        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.pairing.json"));
        var copy = File.ReadAllBytes(file);
        folder.End("1");
        PrivateFile.Write(file, copy);

        Assert.Empty(folder.Load());

        folder.Add(record with { Id = "another" }, replace: false);
        Assert.Single(folder.Load());
    }

    /// <summary>Test 39.</summary>
    [Fact]
    public void Negative39_NameOrLinkOfAnotherKey_NeedsReplaceAndSaysSo()
    {
        var folder = Folder();
        var first = Record("barn", 1);
        folder.Add(first, replace: false);

        var refused = Assert.Throws<PairingException>(() => folder.Add(Record("barn", 2), replace: false));
        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        Assert.Throws<PairingException>(() => folder.Add(Record("well", 1), replace: false));
        Assert.Equal(first.Id, Assert.Single(folder.Load()).Id);

        // The same end again is no replacement; another one is, when asked for, and the first never comes back.
        folder.Add(first with { Id = "again" }, replace: false);
        Assert.Equal("again", Assert.Single(folder.Load()).Id);
        var second = Record("barn", 1);
        folder.Add(second, replace: true);
        Assert.Equal(second.Id, Assert.Single(folder.Load()).Id);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"farlink\": 2}")]
    [InlineData("[]")]
    [InlineData("text")]
    [InlineData("{\"farlink\": 1, \"pairing\": \"a\", \"link\": 0}")]
    public void Folder_DamagedFile_IsNamed(string text)
    {
        var folder = Folder();
        folder.Add(Record("barn", 1), replace: false);
        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.pairing.json"));
        PrivateFile.Write(file, System.Text.Encoding.UTF8.GetBytes(text), replace: true);

        Assert.Contains(file, Assert.Throws<PairingException>(folder.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FreeLink_TakenByPairingsAndSharedKeys_IsTheLowestLeft()
    {
        var folder = Folder();
        folder.Add(Record("barn", 1), replace: false);
        folder.Add(Record("well", 3), replace: false);

        Assert.Equal(4, folder.FreeLink([2]));
        Assert.Throws<PairingException>(() => folder.FreeLink([.. Enumerable.Range(1, 255).Select(id => (byte)id)]));
    }

    /// <summary>What is kept of a site that is gone must not meet the next one.</summary>
    [Fact]
    public void FreeLink_OfASiteThatIsGone_IsGivenOnlyWhenNoOtherIsLeft()
    {
        var folder = Folder();
        folder.Add(Record("barn", 1), replace: false);
        folder.End("barn");

        Assert.Equal(2, folder.FreeLink([]));
        Assert.Equal(1, folder.FreeLink([.. Enumerable.Range(2, 254).Select(id => (byte)id)]));
    }

    [Fact]
    public void Offer_WrittenAndRead_HasTheSameFingerprintAndAnyChangeAnother()
    {
        var offer = new PairingOffer(End(LinkRole.Site, "barn").End);
        var path = Path.Combine(_folder.Path, "offer");
        offer.Write(path);

        Assert.Equal(offer.Fingerprint, PairingOffer.Read(path).Fingerprint);
        Assert.Equal(26, offer.Fingerprint.Count(char.IsAsciiLetterOrDigit));
        Assert.True(Fingerprint.IsSame(offer.Fingerprint, offer.Fingerprint.ToLowerInvariant().Replace('-', ' ')));
        Assert.False(Fingerprint.IsSame(offer.Fingerprint, ""));
        Assert.False(Fingerprint.IsSame(offer.Fingerprint, offer.Fingerprint[..^1]));
        HashSet<string> all =
        [
            offer.Fingerprint, (offer with { Link = 1 }).Fingerprint, (offer with { For = "x" }).Fingerprint,
            new PairingOffer(new PairedEnd(LinkRole.Site, "well", offer.End.Point)).Fingerprint,
            new PairingOffer(new PairedEnd(LinkRole.BaseStation, "barn", offer.End.Point)).Fingerprint,
            new PairingOffer(End(LinkRole.Site, "barn").End).Fingerprint,
        ];
        Assert.Equal(6, all.Count);
    }

    private PairingFolder Folder() => new(Path.Combine(_folder.Path, "pairings"), LinkRole.BaseStation);

    private PairingRecord Record(string name, byte link)
    {
        var (baseStation, key) = End(LinkRole.BaseStation, "home");
        return PairingRecord.Make(link, baseStation, End(LinkRole.Site, name).End, key);
    }

    private (PairedEnd End, FileElement Element) End(LinkRole role, string name)
    {
        var path = Path.Combine(_folder.Path, $"{_elements.Count}.pem");
        NewKeyFile.Create(path);
        var element = FileElement.Open(path);
        _elements.Add(element);
        return (new PairedEnd(role, name, element.PublicKey), element);
    }
}
