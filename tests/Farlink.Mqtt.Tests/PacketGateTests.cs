using System.IO.Pipelines;
using CsCheck;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;

namespace Farlink.Mqtt.Tests;

/// <summary>Octets in whatever pieces they come.</summary>
public sealed class PacketGateTests
{
    private static readonly Gen<List<int>> Pieces = Gen.Int[1, 40].List[1, 30];
    private static readonly Gen<(List<int> Pieces, List<int> Bodies)> Streams = Gen.Select(Pieces, Gen.Int[0, 300].List[0, 6]);
    private static readonly byte[] Connect = Convert.FromHexString("100d00044d5154540402003c000161");

    [Fact]
    public async Task Read_AnyPieces_PassUnchangedAndAreNeverCut() => await Streams
        .SampleAsync(
            async sample =>
            {
                var (pieces, bodies) = sample;
                var octets = Connect.Concat(bodies.SelectMany(Packet)).ToArray();
                var (passed, why) = await PassAsync(octets, pieces, mostOctets: 300);
                Assert.Null(why);
                Assert.Equal(octets, passed);
            },
            iter: 200);

    [Fact]
    public async Task Read_OnePacketTooLarge_IsCutWhereverItStands() => await Streams
        .SampleAsync(
            async sample =>
            {
                var (pieces, bodies) = sample;
                var octets = Connect.Concat(bodies.Append(301).SelectMany(Packet)).ToArray();
                var (_, why) = await PassAsync(octets, pieces, mostOctets: 300);
                Assert.Contains("a packet of 301 octets", why, StringComparison.Ordinal);
            },
            iter: 200);

    [Fact]
    public async Task Read_AnyOctets_NeverThrows() => await Gen.Select(Gen.Byte.Array[0, 200], Pieces).SampleAsync(
        async sample => await PassAsync(sample.Item1, sample.Item2, mostOctets: 300),
        iter: 500);

    /// <summary>A reader that can do nothing with it is told once more, and then that the client was cut off.</summary>
    [Theory]
    [InlineData("30")]
    [InlineData("306400")]
    public async Task Read_PartOfAPacketAndTheEnd_IsCut(string rest)
    {
        string? why = null;
        var pipe = new Pipe();
        var gate = new PacketGate(pipe.Reader, 1000, reason => why = reason);
        await pipe.Writer.WriteAsync((byte[])[.. Connect, .. Convert.FromHexString(rest)]);
        await pipe.Writer.CompleteAsync();

        var first = await gate.ReadAsync();
        gate.AdvanceTo(first.Buffer.GetPosition(Connect.Length));
        var second = await gate.ReadAsync();
        Assert.False(second.Buffer.IsEmpty);
        gate.AdvanceTo(second.Buffer.Start, second.Buffer.End);
        Assert.Null(why);
        var third = await gate.ReadAsync();
        Assert.True(third.IsCompleted && third.Buffer.IsEmpty);
        Assert.Equal("it closed in the middle of a packet", why);
    }

    [Fact]
    public void AccessFiles_AnyText_AreReadOrRefused() => Gen.String[Gen.Char["user topican$7:/#+%c\n =A1"], 0, 80].Sample(
        text =>
        {
            try
            {
                _ = AccessList.Parse(text, "acl").Allows("u", "c", "a/b", AccessKind.Write);
            }
            catch (AccessFileException)
            {
                // A line is named; nothing else may come out.
            }

            try
            {
                _ = PasswordFile.Parse(text, "users").Verify("u", "p"u8);
            }
            catch (AccessFileException)
            {
                // The same.
            }
        },
        iter: 2000);

    private static byte[] Packet(int octets)
    {
        byte[] length = octets < 128 ? [(byte)octets] : [(byte)((octets & 0x7F) | 0x80), (byte)(octets >> 7)];
        return [0x30, .. length, .. new byte[octets]];
    }

    private static async Task<(byte[] Passed, string? Why)> PassAsync(byte[] octets, List<int> pieces, int mostOctets)
    {
        string? why = null;
        var pipe = new Pipe();
        var gate = new PacketGate(pipe.Reader, 1000, reason => why = reason);
        var passed = new List<byte>();
        var offset = 0;
        for (var i = 0; offset < octets.Length && why is null; i++)
        {
            var piece = Math.Min(pieces[i % pieces.Count], octets.Length - offset);
            await pipe.Writer.WriteAsync(octets.AsMemory(offset, piece));
            offset += piece;
            gate.AllowPackets(mostOctets);
            var result = await gate.ReadAsync();

            // Part of what came is consumed, the rest is seen again. A reader never consumes a fixed header (at most five
            // octets) that is not all there.
            var take = Math.Max(0, result.Buffer.Length - 5) / 2;
            foreach (var segment in result.Buffer.Slice(0, take)) passed.AddRange(segment.ToArray());
            gate.AdvanceTo(result.Buffer.GetPosition(take), result.Buffer.End);
        }

        await pipe.Writer.CompleteAsync();
        if (why is null)
        {
            var rest = await gate.ReadAsync();
            foreach (var segment in rest.Buffer) passed.AddRange(segment.ToArray());
        }

        return ([.. passed], why);
    }
}
