using Farlink.Protocol.Units;
using Farlink.Radios.Bus;

namespace Farlink.Radios.Sx126x;

/// <summary>
/// Commands of an SX126x on its bus: each waits until BUSY is low (data sheet 8.3.1), and no command is sent to a chip that never
/// says so.
/// </summary>
internal sealed class Sx126xLines(IChipBus bus, TimeProvider time)
{
    /// <summary>The longest command is a calibration with a TCXO to start: about 10 ms. A chip that takes longer hangs.</summary>
    private static readonly Duration MostBusy = Duration.FromMilliseconds(200);

    /// <summary>Commands take microseconds, so the line is asked some times before it is waited for.</summary>
    private const int QuickLooks = 50;

    private const int BufferOctets = 256;
    private readonly byte[] _transfer = new byte[BufferOctets + 4];

    /// <summary>The bus.</summary>
    public IChipBus Bus => bus;

    /// <summary>Sends a command.</summary>
    public async ValueTask SendAsync(Sx126xCommand command, byte[] parameters, CancellationToken cancellationToken)
    {
        await WaitWhileBusyAsync(command, cancellationToken);
        _transfer[0] = (byte)command;
        parameters.CopyTo(_transfer, 1);
        await bus.TransferAsync(_transfer.AsMemory(0, 1 + parameters.Length), cancellationToken);
    }

    /// <summary>Sends a command and reads its answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="octets">Octets of the answer; 0: the status octet alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="skip">Status octets before the answer.</param>
    public async ValueTask<byte[]> AskAsync(Sx126xCommand command, int octets, CancellationToken cancellationToken, int skip = 0)
    {
        await WaitWhileBusyAsync(command, cancellationToken);
        var count = 1 + skip + Math.Max(1, octets);
        _transfer.AsSpan(0, count).Clear();
        _transfer[0] = (byte)command;
        await bus.TransferAsync(_transfer.AsMemory(0, count), cancellationToken);
        return _transfer[(1 + skip)..count];
    }

    /// <summary>Writes registers that follow each other.</summary>
    public ValueTask WriteRegisterAsync(Sx126xRegister first, byte[] values, CancellationToken cancellationToken) =>
        SendAsync(Sx126xCommand.WriteRegister, [(byte)((ushort)first >> 8), (byte)first, .. values], cancellationToken);

    /// <summary>Reads registers that follow each other.</summary>
    public async ValueTask<byte[]> ReadRegisterAsync(Sx126xRegister first, int count, CancellationToken cancellationToken)
    {
        await WaitWhileBusyAsync(Sx126xCommand.ReadRegister, cancellationToken);
        _transfer.AsSpan(0, 4 + count).Clear();
        _transfer[0] = (byte)Sx126xCommand.ReadRegister;
        _transfer[1] = (byte)((ushort)first >> 8);
        _transfer[2] = (byte)first;
        await bus.TransferAsync(_transfer.AsMemory(0, 4 + count), cancellationToken);
        return _transfer[4..(4 + count)];
    }

    /// <summary>Changes some bits of a register.</summary>
    public async ValueTask ChangeRegisterAsync(Sx126xRegister register, byte mask, byte value,
        CancellationToken cancellationToken)
    {
        var old = await ReadRegisterAsync(register, 1, cancellationToken);
        await WriteRegisterAsync(register, [(byte)((old[0] & ~mask) | value)], cancellationToken);
    }

    /// <summary>Writes a frame to the beginning of the buffer.</summary>
    public ValueTask WriteBufferAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        SendAsync(Sx126xCommand.WriteBuffer, [0x00, .. frame.Span], cancellationToken);

    /// <summary>Reads a frame from the buffer.</summary>
    public async ValueTask<byte[]> ReadBufferAsync(byte offset, int count, CancellationToken cancellationToken)
    {
        await WaitWhileBusyAsync(Sx126xCommand.ReadBuffer, cancellationToken);
        _transfer.AsSpan(0, 3 + count).Clear();
        _transfer[0] = (byte)Sx126xCommand.ReadBuffer;
        _transfer[1] = offset;
        await bus.TransferAsync(_transfer.AsMemory(0, 3 + count), cancellationToken);
        return _transfer[3..(3 + count)];
    }

    /// <summary>Sets the antenna switch of boards that have lines for it; never both at once.</summary>
    public async ValueTask SwitchAsync(bool receives, bool transmits, CancellationToken cancellationToken)
    {
        if (!receives) await bus.SetAsync(ChipLine.ReceiveEnable, false, cancellationToken);
        if (!transmits) await bus.SetAsync(ChipLine.TransmitEnable, false, cancellationToken);
        if (receives) await bus.SetAsync(ChipLine.ReceiveEnable, true, cancellationToken);
        if (transmits) await bus.SetAsync(ChipLine.TransmitEnable, true, cancellationToken);
    }

    private async ValueTask WaitWhileBusyAsync(Sx126xCommand next, CancellationToken cancellationToken)
    {
        for (var look = 0; look < QuickLooks; look++)
            if (!await bus.ReadAsync(ChipLine.Busy, cancellationToken)) return;
        var until = time.Now() + MostBusy;
        while (time.Now() < until)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
            if (!await bus.ReadAsync(ChipLine.Busy, cancellationToken)) return;
        }

        throw new RadioException(
            $"The radio on {bus.Description} stays busy for {MostBusy.Milliseconds:0} ms before {next}: look at BUSY and NRESET "
            + "(radio.board says which pins) and at its power.");
    }
}
