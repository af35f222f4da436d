using Farlink.Radios.Boards;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Chips;

/// <summary>How a chip model is built in.</summary>
public sealed record ChipModelOptions
{
    /// <summary>Its name on the ether.</summary>
    public required string Name { get; init; }

    /// <summary>Where its antenna stands.</summary>
    public Position Position { get; init; }

    /// <summary>SX1276: a fixed value of RegPktRssiValue; null: by the signal.</summary>
    public byte? RssiRegister { get; init; }

    /// <summary>
    /// SX1276: whether a change of mode clears all interrupt flags, as old drivers expect; default no, as the chip.
    /// </summary>
    public bool ClearsIrqOnModeChange { get; init; }

    /// <summary>SX126x: volts of a TCXO that DIO3 must feed; null: a crystal.</summary>
    public double? TcxoVolts { get; init; }

    /// <summary>SX126x: whether DIO2 works the antenna switch.</summary>
    public bool Dio2IsSwitch { get; init; }

    /// <summary>Whether the board has RXEN, and it must be high to receive.</summary>
    public bool HasReceiveEnable { get; init; }

    /// <summary>Whether the board has TXEN, and it must be high to send.</summary>
    public bool HasTransmitEnable { get; init; }

    /// <summary>What an amplifier behind it adds, in dB; default 0.</summary>
    public double AmplifierDecibel { get; init; }

    /// <summary>As a board wires it.</summary>
    /// <param name="board">The board.</param>
    /// <param name="name">Its name on the ether.</param>
    public static ChipModelOptions Of(Board board, string name)
    {
        ArgumentNullException.ThrowIfNull(board);
        return new ChipModelOptions
        {
            Name = name,
            TcxoVolts = board.TcxoVolts,
            Dio2IsSwitch = board.Dio2IsSwitch,
            HasReceiveEnable = board.ReceiveEnable is not null,
            HasTransmitEnable = board.TransmitEnable is not null,
            AmplifierDecibel = board.AmplifierDecibel,
        };
    }
}
