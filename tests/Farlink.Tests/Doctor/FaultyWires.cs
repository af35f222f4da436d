using Farlink.Radios.Bus;

namespace Farlink.Tests.Doctor;

/// <summary>Wires to a radio chip, some of them wrong.</summary>
/// <param name="Inner">The wires as they should be.</param>
/// <param name="Pass">Lets the time of a transaction pass: 50 us for some octets at 2 MHz.</param>
internal sealed record FaultyWires(IChipBus Inner, Action<TimeSpan> Pass) : IChipBus
{
    private static readonly TimeSpan Transaction = TimeSpan.FromMicroseconds(50);

    /// <summary>A line to the chip that is not connected.</summary>
    public ChipLine? Cut { get; init; }

    /// <summary>What is seen of a line from the chip.</summary>
    public Func<ChipLine, bool, bool> Level { get; init; } = (_, level) => level;

    /// <summary>What does not reach the chip.</summary>
    public Func<byte[], bool> Drops { get; init; } = _ => false;

    /// <summary>What comes in of what was sent, and what the chip said.</summary>
    public Func<byte[], byte[], byte[]> Read { get; init; } = (_, said) => said;

    public string Description => Inner.Description;

    public bool IsSimulated => true;

    public bool Has(ChipLine line) => Inner.Has(line);

    public async ValueTask TransferAsync(Memory<byte> octets, CancellationToken cancellationToken)
    {
        var sent = octets.ToArray();
        if (!Drops(sent)) await Inner.TransferAsync(octets, cancellationToken);
        Read(sent, octets.ToArray()).CopyTo(octets);
        Pass(Transaction);
    }

    public ValueTask SetAsync(ChipLine line, bool isHigh, CancellationToken cancellationToken) =>
        line == Cut ? ValueTask.CompletedTask : Inner.SetAsync(line, isHigh, cancellationToken);

    public async ValueTask<bool> ReadAsync(ChipLine line, CancellationToken cancellationToken) =>
        Level(line, await Inner.ReadAsync(line, cancellationToken));

    public ValueTask WaitForInterruptAsync(CancellationToken cancellationToken) =>
        Inner.WaitForInterruptAsync(cancellationToken);

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
