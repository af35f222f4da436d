using System.Security.Cryptography;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>What the chip tells of its wires, and that it knows its private keys in it.</summary>
public sealed class PrivateKeyWitnessTests
{
    private static readonly byte[] Other = SHA256.HashData(HostKey.Private);

    private readonly AteccBench _bench = new AteccBench().Slot(0, 0x4083, 0x0033).LockConfig();
    private readonly List<(string Direction, byte[] Octets)> _trace = [];

    public PrivateKeyWitnessTests() => Record(_bench);

    [Fact]
    public void Trace_WakeAndCommand_IsWhatWasOnTheWires()
    {
        _bench.WakeAnew();
        _bench.RunAwake(Opcode.Info);
        AssertTold(0, Atecc608Trace.Write, "02");
        AssertTold(1, Atecc608Trace.Wake, "00");
        AssertTold(2, Atecc608Trace.Read, "04113343");
        AssertTold(3, Atecc608Trace.Write, "03 07 30 00 0000 035D");
        AssertTold(4, Atecc608Trace.RefusedRead, "");
    }

    [Fact]
    public void Trace_Directions_AreTheirNames() => Assert.Equal(
        ["wake", "write", "write refused", "read", "read refused"],
        [
            Atecc608Trace.Wake, Atecc608Trace.Write, Atecc608Trace.RefusedWrite, Atecc608Trace.Read, Atecc608Trace.RefusedRead,
        ]);

    [Fact]
    public void ContainsPrivateKey_KeyOfTheHost_IsKnownOncePutIn()
    {
        Assert.False(_bench.Chip.ContainsPrivateKey(HostKey.Private));
        PutIn();
        Assert.True(_bench.Chip.ContainsPrivateKey(HostKey.Private));
        Assert.False(_bench.Chip.ContainsPrivateKey(Other));
        Assert.Contains(_trace, told => told.Direction == "write" && _bench.Chip.ContainsPrivateKey(told.Octets));
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(15, false)]
    public void ContainsPrivateKey_OctetsInARow_16AreEnough(int octets, bool expected)
    {
        PutIn();
        Assert.Equal(expected, _bench.Chip.ContainsPrivateKey([1, 2, .. HostKey.Private.AsSpan(3, octets), 4]));
    }

    [Fact]
    public void ContainsPrivateKey_Text_IsKnownInEveryNotation()
    {
        PutIn();
        var hex = Convert.ToHexString(HostKey.Private);
        string[] texts =
        [
            $"key={hex.ToLowerInvariant()}.", $"key={BitConverter.ToString(HostKey.Private)}",
            string.Join(", ", HostKey.Private.Select(octet => $"0x{octet:x2}")),
            Convert.ToBase64String(HostKey.Private), Convert.ToBase64String([9, .. HostKey.Private]),
            Convert.ToBase64String([9, 9, .. HostKey.Private]),
        ];
        Assert.All(texts, text => Assert.True(_bench.Chip.ContainsPrivateKey(text), text));
        string[] others = ["nothing", Convert.ToHexString(Other), Convert.ToBase64String(Other)];
        Assert.All(others, text => Assert.False(_bench.Chip.ContainsPrivateKey(text), text));
    }

    [Fact]
    public void Trace_EveryCommandThatTouchesKeys_HasNoPrivateKey()
    {
        var drawn = new List<byte[]>();
        var random = new Random(1);
        var bench = new AteccBench(new Atecc608ModelOptions { Start = Atecc608Start.TrustAndGo }, random: octets =>
        {
            random.NextBytes(octets);
            drawn.Add(octets.ToArray());
        });
        Record(bench);
        for (var slot = 0; slot < 5; slot++) bench.PublicKey(slot);
        for (var slot = 2; slot < 5; slot++) bench.MakeKey(slot);
        Assert.Equal(AteccBench.SignatureOctets, bench.SignDigest(0, Other).Length);
        bench.MakeKey(AteccBench.TempKey);
        for (var slot = 0; slot < 16; slot++)
        {
            for (var block = 0; block < 3; block++) bench.Run(Opcode.Read, 0x82, AteccBench.BlockOf(slot, block));
        }

        // It knows them: five of the factory, three that replaced some, and one in TempKey.
        Assert.Equal(9, drawn.Count(octets => bench.Chip.ContainsPrivateKey(octets)));
        Assert.True(_trace.Count > 100);
        Assert.DoesNotContain(_trace, told => bench.Chip.ContainsPrivateKey(told.Octets));
    }

    private void Record(AteccBench bench) =>
        bench.Chip.Trace = (direction, octets) => _trace.Add((direction, octets.ToArray()));

    private void PutIn() =>
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.PrivWrite, 0, 0, [0, 0, 0, 0, .. HostKey.Private]));

    private void AssertTold(int index, string direction, string octets)
    {
        Assert.Equal(direction, _trace[index].Direction);
        Assert.Equal(AteccBench.Hex(octets), _trace[index].Octets);
    }
}
