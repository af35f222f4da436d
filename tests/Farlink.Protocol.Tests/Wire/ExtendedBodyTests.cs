using CsCheck;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Tests.Wire;

public sealed class ExtendedBodyTests
{
    private static readonly Gen<int> Mask = Gen.Int[0, 0x1FFF];

    [Fact]
    public void Write_EveryFieldOrNone_IsReadBack() =>
        Gen.Select(Mask, Gen.Long[0, 1L << 38], Gen.ULong, Gen.Byte.Array[1, 100]).Sample((mask, number, bits, chunk) =>
        {
            var body = new ExtendedBody { Bye = (mask & 1) != 0 };
            if ((mask & 2) != 0) body.Ack = new AckField(number, bits);
            if ((mask & 4) != 0) body.Resume = new ResumeField(bits, bits + 1, number, (mask & 1) != 0);
            if ((mask & 8) != 0) body.Settings = new SettingsField(1, 2, 300, 48, 77);
            if ((mask & 16) != 0) body.Credit = (byte)mask;
            if ((mask & 32) != 0) body.Phase = new PhaseField(60_000, 12_345);
            if ((mask & 64) != 0) body.Published = number;
            if ((mask & 0x100) != 0) body.Margin = (sbyte)(mask >> 4);
            body.Streams = new StreamFields
            {
                Check = (mask & 0x200) == 0 ? null : new CheckField((byte)number, (ushort)bits),
                Reset = (mask & 0x400) == 0 ? null : new ResetField((byte)bits, 5, number),
                Proof = (mask & 0x1000) == 0 ? null : (byte)number,
                Epoch = (mask & 0x800) == 0 ? null : new EpochField((byte)bits, number, number + 1),
            };
            if ((mask & 128) != 0)
            {
                body.ChunkNumber = (byte)number;
                body.Chunk = chunk;
            }

            Span<byte> octets = stackalloc byte[256];
            var size = body.Write(octets);
            Assert.Equal(body.OverheadSize + body.Chunk.Length, size);
            Assert.True(ExtendedBody.TryParse(octets[..size], number, out var read));
            Assert.Equal(body.Ack, read.Ack);
            Assert.Equal(body.Resume, read.Resume);
            Assert.Equal(body.Settings, read.Settings);
            Assert.Equal(body.Credit, read.Credit);
            Assert.Equal(body.Phase, read.Phase);
            Assert.Equal(body.Published, read.Published);
            Assert.Equal(body.Bye, read.Bye);
            Assert.Equal(body.Margin, read.Margin);
            Assert.Equal(body.Streams, read.Streams);
            Assert.Equal(body.ChunkNumber, read.ChunkNumber);
            Assert.True(body.Chunk.SequenceEqual(read.Chunk));
        });

    [Fact]
    public void TryParse_AnyOctets_NeverThrows() =>
        Gen.Byte.Array[0, 60].Sample(
            octets =>
            {
                if (!ExtendedBody.TryParse(octets, 100, out var body)) return;
                Assert.True(body.Chunk.Length < octets.Length);
            },
            iter: 20_000);

    [Fact]
    public void TryParse_OctetsLeftOver_AreRefused() => Assert.False(ExtendedBody.TryParse([0x10, 5, 0], 0, out _));

    [Fact]
    public void FixedCost_FirstRepeatAndAcknowledgement_AreElevenThirteenAndTwelveOctets()
    {
        var repeat = new ExtendedBody { ChunkNumber = 5, Chunk = new byte[20] };
        Assert.Equal(11, FrameHead.ShortSize + FrameHead.TagSize);
        Assert.Equal(13, FrameHead.ShortSize + repeat.OverheadSize + FrameHead.TagSize);
        Assert.Equal(12, FrameHead.ShortSize + 1 + new AckField(9, 0).BitmapOctets + FrameHead.TagSize);
    }
}
