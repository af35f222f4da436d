using Farlink.Radios.Bus;

namespace Farlink.Radios.Boards;

/// <summary>Which GPIO a line of a board is.</summary>
public static class BoardPins
{
    /// <summary>CE0 and CE1 of SPI0 on the header.</summary>
    private const byte Ce0 = 8, Ce1 = 7;

    /// <summary>The GPIO of a line; null where the board has none.</summary>
    public static byte? Of(Board board, ChipLine line)
    {
        ArgumentNullException.ThrowIfNull(board);
        var pin = line switch
        {
            ChipLine.Reset => board.Reset,
            ChipLine.Interrupt => board.Interrupt,
            ChipLine.Busy => board.Busy,
            ChipLine.ReceiveEnable => board.ReceiveEnable,
            ChipLine.TransmitEnable => board.TransmitEnable,
            _ => null,
        };
        return (byte?)pin;
    }

    /// <summary>The GPIO of chip select: a line of its own, or the SPI driver's.</summary>
    public static byte ChipSelectOf(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return (byte)(board.ChipSelect ?? (board.SpiDevice == 1 ? Ce1 : Ce0));
    }
}
