using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Sx126x;
using Farlink.Radios.Sx127x;

namespace Farlink.Radios.Chips;

/// <summary>Opens the chip of a board.</summary>
public static class ChipRadios
{
    /// <summary>Voltages that DIO3 of an SX126x can give a TCXO (data sheet table 13-35).</summary>
    public static IReadOnlyList<double> TcxoVolts => Sx126xModem.TcxoVolts;

    /// <summary>Why a board cannot do what is asked of it; null: it can.</summary>
    public static string? Refuse(Board board, RadioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(board);
        return board.Chip == RadioChip.Sx1276 ? Sx127xModem.Refuse(settings) : Sx126xModem.Refuse(settings, board);
    }

    /// <summary>The least power at the antenna connector of a board.</summary>
    public static Dbm LeastPower(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return new Dbm(
            board.Chip == RadioChip.Sx1276 ? Sx127xModem.LeastPower : Sx126xModem.Powers(board.Chip).Least
                + board.AmplifierDecibel);
    }

    /// <summary>Resets the chip and sees whether it is the one the board should have.</summary>
    /// <param name="bus">Its wires; disposed of with the radio, or when it is not there.</param>
    /// <param name="board">How it is built in.</param>
    /// <param name="time">The radio's clock.</param>
    /// <param name="tell">Told of a chip that had to be reset later on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RadioException">It is not there: what was seen, and which wire to look at.</exception>
    public static async Task<IRadio> OpenAsync(
        IChipBus bus, Board board, TimeProvider time, Action<string> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        IChipDriver driver = board.Chip == RadioChip.Sx1276
            ? new Sx127xDriver(bus, time) : new Sx126xDriver(new Sx126xLines(bus, time), board, time);
        return await ChipRadio.OpenAsync(bus, driver, time, tell, cancellationToken);
    }
}
