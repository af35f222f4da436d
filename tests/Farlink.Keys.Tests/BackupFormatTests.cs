using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Farlink.Keys.Backup;

namespace Farlink.Keys.Tests;

/// <summary>
/// A backup that is damaged, cut off, put together anew or of another passphrase gives nothing, and says which.
/// </summary>
public sealed class BackupFormatTests
{
    private const int Chunk = BackupFormat.SealedSize;
    private const int ChecksumAt = BackupHead.Size - 4;

    /// <summary>Three chunks and a bit.</summary>
    private static readonly byte[] Backup = BackupBench.Write(BackupBench.Files(RandomNumberGenerator.GetBytes(200_000)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public void Read_WhatWasWritten_IsTheSame(int octets)
    {
        var content = RandomNumberGenerator.GetBytes(octets);
        var backup = BackupBench.Write(BackupBench.Files(content, [7]));

        var read = BackupBench.Read(backup);

        Assert.Equal("farlink.toml pki/0.pem pki/1.pem", string.Join(' ', read.Keys.Order(StringComparer.Ordinal)));
        Assert.Equal(content, read["pki/0.pem"]);
        Assert.Equal(7, Assert.Single(read["pki/1.pem"]));
    }

    /// <summary>Written by docs/backup.md alone, in another language: tests/vectors/backup/make.py.</summary>
    [Fact]
    public void Read_BackupOfAnotherImplementation_GivesItsFiles()
    {
        var read = BackupBench.Read(Vectors.ReadOctets("backup/barn.backup"), "vier Wörter, die niemand reimt");

        Assert.Equal(3, read.Count);
        Assert.Equal("role = \"site\"\nname = \"barn\"\n", Encoding.UTF8.GetString(read["farlink.toml"]));
        Assert.Equal(
            Enumerable.Range(0, 300 * 256).Select(number => (byte)number), read["pki/ecc.raspberry.key.pem"]);
        Assert.Equal("topic readwrite #\n", Encoding.UTF8.GetString(read["/etc/mosquitto/acl"]));
    }

    [Fact]
    public void Open_EmptyFile_SaysThatItIsEmpty()
    {
        using var from = new MemoryStream();
        var refused = Assert.Throws<BackupException>(() => BackupReader.Open(from, BackupBench.Passphrase, "x.backup"));
        Assert.Contains("x.backup is empty", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Manifest_SaysWhatWasWritten()
    {
        using var from = new MemoryStream(Backup);
        using var reader = BackupReader.Open(from, BackupBench.Passphrase, "x.backup");

        var manifest = reader.Manifest;

        Assert.Equal(
            ("site", "barn", "1.2.3", "/etc/farlink"), (manifest.Role, manifest.Name, manifest.Program, manifest.Folder));
        Assert.Equal(new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero), manifest.MadeAt);
        Assert.Equal(["the key in a chip"], manifest.NotIncluded);
        Assert.Equal(
            (BackupKind.Key, "pki/0.pem", BackupBench.Private, 200_000L),
            (manifest.Files[1].Kind, manifest.Files[1].Path, manifest.Files[1].Mode, manifest.Files[1].Octets));
    }

    [Fact]
    public void Write_TwiceTheSame_HasNothingInCommon()
    {
        var files = BackupBench.Files(new byte[1000]);
        var (one, other) = (BackupBench.Write(files), BackupBench.Write(files));
        Assert.Equal(one.Length, other.Length);
        Assert.Equal(one[..16], other[..16]);
        Assert.NotEqual(one[16..32], other[16..32]);
        Assert.True(one.Skip(BackupHead.Size).Zip(other.Skip(BackupHead.Size)).Count(pair => pair.First == pair.Second) < 300);
    }

    [Fact]
    public void Write_ShortPassphrase_IsRefused()
    {
        var refused = Assert.Throws<BackupException>(() => BackupArchive.Write(
            new MemoryStream(), BackupBench.Manifest([]), _ => Stream.Null, "eleven char", 1));
        Assert.Contains("at least 12", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FileThatChangedMeanwhile_IsRefused()
    {
        var files = BackupBench.Files([1, 2, 3]);
        files[1] = (files[1].Entry, [1, 2, 4]);
        var refused = Assert.Throws<BackupException>(() => BackupBench.Write(files));
        Assert.Contains("pki/0.pem changed while", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EachBitOfTheHeadFlipped_IsSaidToBeDamage()
    {
        for (var bit = 0; bit < 8 * BackupHead.Size; bit++)
        {
            var refusal = BackupBench.Refusal(Flipped(bit / 8, (byte)(1 << (bit % 8))));
            Assert.True(
                refusal.Contains(bit < 64 ? "is no backup of farlink" : "is damaged in its first 52", StringComparison.Ordinal),
                $"bit {bit}: {refusal}");
        }
    }

    [Fact]
    public void Read_OctetsAtTheEdgesOfEachChunkFlipped_AreSaidToBeDamage()
    {
        foreach (var (start, end) in Chunks())
        {
            foreach (var at in (int[])[start, start + 1, (start + end) / 2, end - BackupFormat.TagSize - 1,
                end - BackupFormat.TagSize, end - 1])
            {
                var refusal = BackupBench.Refusal(Flipped(at, 0x40));
                Assert.True(
                    refusal.Contains($"is damaged or cut off in its chunk {((at - BackupHead.Size) / Chunk) + 1}:",
                        StringComparison.Ordinal),
                    $"octet {at}: {refusal}");
            }
        }
    }

    [Fact]
    public void Read_CutOffBetweenChunks_SaysSo()
    {
        foreach (var (start, _) in Chunks())
        {
            var refusal = BackupBench.Refusal(Backup[..start]);
            Assert.True(refusal.Contains("is cut off", StringComparison.Ordinal), $"after {start}: {refusal}");
        }
    }

    [Fact]
    public void Read_CutOffAnywhereElse_IsRefused()
    {
        for (var length = 0; length < BackupHead.Size + 40; length++) BackupBench.Refusal(Backup[..length]);
        foreach (var (start, end) in Chunks())
        {
            foreach (var length in (int[])[start + 1, start + BackupFormat.TagSize, (start + end) / 2, end - 1])
                Assert.Contains("cut off", BackupBench.Refusal(Backup[..length]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    public void Read_OctetsAppended_IsRefused(int octets)
    {
        BackupBench.Refusal([.. Backup, .. new byte[octets]]);
        BackupBench.Refusal([.. Backup, .. Backup[^Math.Min(octets, Backup.Length)..]]);
    }

    [Fact]
    public void Read_OctetsBehindALastChunkThatIsFull_SaysSo()
    {
        // The archive is filled up until its last chunk is.
        var octets = 0;
        byte[] whole;
        do whole = BackupBench.Write(BackupBench.Files(new byte[octets += 512]));
        while ((whole.Length - BackupHead.Size) % Chunk != 0 && octets < 2 * Chunk);
        Assert.Equal(0, (whole.Length - BackupHead.Size) % Chunk);
        Assert.Equal(octets, BackupBench.Read(whole)["pki/0.pem"].Length);

        Assert.Contains("something behind its end", BackupBench.Refusal([.. whole, 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChunksSwappedRepeatedOrLeftOut_IsRefused()
    {
        var chunks = Chunks().Select(chunk => Backup[chunk.Start..chunk.End]).ToList();
        var head = Backup[..BackupHead.Size];
        byte[] Together(params int[] order) => [.. head, .. order.SelectMany(number => chunks[number])];
        Assert.Equal(4, chunks.Count);
        BackupBench.Read(Together(0, 1, 2, 3));

        foreach (var order in (int[][])[[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 3], [0, 1, 2, 2, 3], [0, 1, 3], [1, 2, 3], [3]])
            Assert.Contains("damaged", BackupBench.Refusal(Together(order)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChunksOfAnotherBackupOfThePassphrase_IsRefused()
    {
        var other = BackupBench.Write(BackupBench.Files(RandomNumberGenerator.GetBytes(200_000)));
        Assert.Equal(Backup.Length, other.Length);
        BackupBench.Refusal([.. Backup[..(BackupHead.Size + Chunk)], .. other[(BackupHead.Size + Chunk)..]]);
        BackupBench.Refusal([.. Backup[..BackupHead.Size], .. other[BackupHead.Size..]]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("correct horse batter")]
    [InlineData("Correct horse battery")]
    public void Read_WrongPassphrase_SaysSoAndNotThatItIsDamaged(string passphrase)
    {
        var refusal = BackupBench.Refusal(Backup, passphrase);
        Assert.Contains("The passphrase is not that of x.backup", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NewerFormat_SaysSo()
    {
        var newer = WithHead(head => head[8] = 2);
        Assert.Contains("newer farlink (format 2", BackupBench.Refusal(newer), StringComparison.Ordinal);
    }

    /// <summary>Nobody can make this program compute for hours.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(BackupHead.MostRounds + 1)]
    [InlineData(int.MaxValue)]
    public void Read_RoundsThatNoFarlinkTakes_IsRefusedAtOnce(int rounds)
    {
        var slow = WithHead(head => BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(12), rounds));
        Assert.Contains("no farlink uses such settings", BackupBench.Refusal(slow), StringComparison.Ordinal);
    }

    /// <summary>Fewer rounds are other keys, and cannot be asked for either.</summary>
    [Fact]
    public void Read_RoundsChangedOnPurpose_IsAnotherKey()
    {
        var fewer = WithHead(head => BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(12), 1));
        Assert.Contains("The passphrase is not", BackupBench.Refusal(fewer), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteAndRead_LargeFile_TakesLittleMemory()
    {
        const int octets = 32 * 1024 * 1024;
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("large"), new byte[octets]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.File("large"))));
        BackupEntry[] files =
        [
            BackupBench.File(BackupKind.Configuration, "farlink.toml", []).Entry,
            new(BackupKind.Store, "farlink.db", BackupBench.Private, octets, hash),
        ];
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var to = File.Create(folder.File("backup")))
        {
            BackupArchive.Write(
                to, BackupBench.Manifest(files),
                entry => entry.Octets > 0 ? File.OpenRead(folder.File("large")) : new MemoryStream(), BackupBench.Passphrase, 1);
        }

        using var from = File.OpenRead(folder.File("backup"));
        using var reader = BackupReader.Open(from, BackupBench.Passphrase, "backup");
        reader.ReadAll(_ => null);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < octets / 8);
    }

    private static List<(int Start, int End)> Chunks()
    {
        List<(int Start, int End)> chunks = [];
        for (var start = BackupHead.Size; start < Backup.Length; start += Chunk)
            chunks.Add((start, Math.Min(start + Chunk, Backup.Length)));
        return chunks;
    }

    private static byte[] Flipped(int at, byte bits)
    {
        byte[] copy = [.. Backup];
        copy[at] ^= bits;
        return copy;
    }

    /// <summary>A head that was changed by somebody who knows the format.</summary>
    private static byte[] WithHead(Action<byte[]> change)
    {
        byte[] copy = [.. Backup];
        change(copy);
        SHA256.HashData(copy.AsSpan(0, ChecksumAt))[..4].CopyTo(copy.AsSpan(ChecksumAt));
        return copy;
    }
}
