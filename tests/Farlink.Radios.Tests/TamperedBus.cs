using Farlink.Radios.Bus;

namespace Farlink.Radios.Tests;

/// <summary>A bus on which what a driver sends is changed before the chip gets it.</summary>
/// <param name="inner">The bus to the chip.</param>
/// <param name="tamper">Changes a request in place.</param>
/// <param name="isSplit">Whether several registers of an SX127x at once become transfers of one, so that each can be
/// changed.</param>
internal sealed class TamperedBus(IChipBus inner, Action<byte[]> tamper, bool isSplit = false) : IChipBus
{
    public string Description => inner.Description;

    public bool IsSimulated => true;

    public bool Has(ChipLine line) => inner.Has(line);

    public async ValueTask TransferAsync(Memory<byte> octets, CancellationToken cancellationToken)
    {
        var first = octets.Span[0];
        var step = isSplit && (first & 0x7F) != 0 ? 1 : octets.Length - 1;
        for (var at = 0; at == 0 || at < octets.Length - 1; at += Math.Max(1, step))
        {
            byte[] request = [(byte)(first + at), .. octets.Span.Slice(1 + at, step)];
            tamper(request);
            await inner.TransferAsync(request, cancellationToken);
            request.AsSpan(1).CopyTo(octets.Span[(1 + at)..]);
        }
    }

    public ValueTask SetAsync(ChipLine line, bool isHigh, CancellationToken cancellationToken) =>
        inner.SetAsync(line, isHigh, cancellationToken);

    public ValueTask<bool> ReadAsync(ChipLine line, CancellationToken cancellationToken) =>
        inner.ReadAsync(line, cancellationToken);

    public ValueTask WaitForInterruptAsync(CancellationToken cancellationToken) =>
        inner.WaitForInterruptAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
