using System.Buffers.Binary;
using Farlink.Protocol.Units;

namespace Farlink.Radios.RNode;

/// <summary>Sets an RNode, and believes only what it says it was set to.</summary>
internal static class RNodeSetup
{
    public const byte On = 1, Off = 0;

    /// <summary>The firmware rounds a frequency to the chip's step.</summary>
    private const long MostFrequencyError = 100;

    private const byte Question = 0xFF;

    /// <summary>Sets it again if it is not as it was set: it started anew, perhaps with settings of its own (TNC mode).</summary>
    public static async Task EnsureAsync(
        RNodeConnection connection, RadioSettings settings, CancellationToken cancellationToken)
    {
        if (connection.Set == settings && await IsSetAsync(connection, settings, cancellationToken)) return;
        await ConfigureAsync(connection, settings, cancellationToken);
    }

    /// <summary>Sets all of it, and starts the radio.</summary>
    public static async Task ConfigureAsync(
        RNodeConnection connection, RadioSettings settings, CancellationToken cancellationToken)
    {
        connection.Set = null;
        var modulation = settings.Modulation;
        await connection.AskAsync(RNodeCommand.RadioState, [Off], cancellationToken);
        connection.ExpectFrames(modulation);
        var frequency = (uint)settings.Frequency.Value;
        var set = Number(await connection.AskAsync(RNodeCommand.Frequency, Octets(frequency), cancellationToken));
        if (!IsNear(set, frequency)) throw Differs(connection, settings.Frequency, new Hertz(set));
        var bandwidth = RNodeModem.NameOf(modulation.Bandwidth);
        await SetAsync(connection, RNodeCommand.Bandwidth, Octets(bandwidth), modulation.Bandwidth, cancellationToken);
        await ApplyPowerAsync(connection, settings.TransmitPower, isFinal: true, cancellationToken);
        await SetAsync(
            connection, RNodeCommand.SpreadingFactor, [Factor(settings)], modulation.SpreadingFactor, cancellationToken);
        await SetAsync(connection, RNodeCommand.CodingRate, [Rate(settings)], modulation.CodingRate, cancellationToken);

        // Our ledger keeps the limits: a modem that held frames back besides would not tell.
        await connection.AskAsync(RNodeCommand.ShortTermAirtimeLock, [0, 0], cancellationToken);
        await connection.AskAsync(RNodeCommand.LongTermAirtimeLock, [0, 0], cancellationToken);
        var state = await connection.AskAsync(RNodeCommand.RadioState, [On], cancellationToken);
        if (state is not [On])
        {
            throw new RadioException(
                $"The RNode at {connection.Path} does not start its radio: it is not set up, or does not know this frequency. "
                + "rnodeconf --info tells more.");
        }

        connection.Set = settings;
    }

    /// <summary>Whether its radio is on.</summary>
    public static async Task<bool> IsOnAsync(RNodeConnection connection, CancellationToken cancellationToken) =>
        await connection.AskAsync(RNodeCommand.RadioState, [Question], cancellationToken) is [On];

    /// <summary>Sets the power of the frames from now on, in whole dBm, rounded down.</summary>
    public static async Task SetPowerAsync(RNodeConnection connection, RadioSettings settings,
        CancellationToken cancellationToken)
    {
        connection.Set = null;
        await ApplyPowerAsync(connection, settings.TransmitPower, isFinal: false, cancellationToken);
        connection.Set = settings;
    }

    /// <param name="connection">To the modem.</param>
    /// <param name="power">At its antenna connector.</param>
    /// <param name="isFinal">Whether a power that it has not is a matter of the configuration.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private static async Task ApplyPowerAsync(
        RNodeConnection connection, Dbm power, bool isFinal, CancellationToken cancellationToken)
    {
        var wanted = Power(power);
        var set = await connection.AskAsync(RNodeCommand.TransmitPower, [wanted], cancellationToken);
        if (set is [var got] && got == wanted) return;
        throw Differs(connection, power, new Dbm(set is [var other] ? other : 0), isFinal);
    }

    private static async Task<bool> IsSetAsync(
        RNodeConnection connection, RadioSettings settings, CancellationToken cancellationToken)
    {
        Task<byte[]> Ask(RNodeCommand command, byte[] octets) => connection.AskAsync(command, octets, cancellationToken);
        return await IsOnAsync(connection, cancellationToken)
            && IsNear(Number(await Ask(RNodeCommand.Frequency, Octets(0))), (uint)settings.Frequency.Value)
            && Number(await Ask(RNodeCommand.Bandwidth, Octets(0))) == RNodeModem.NameOf(settings.Modulation.Bandwidth)
            && await Ask(RNodeCommand.TransmitPower, [Question]) is [var power] && power == Power(settings.TransmitPower)
            && await Ask(RNodeCommand.SpreadingFactor, [Question]) is [var factor] && factor == Factor(settings)
            && await Ask(RNodeCommand.CodingRate, [Question]) is [var rate] && rate == Rate(settings);
    }

    private static byte Power(Dbm power) => (byte)Math.Clamp(Math.Floor(power.Value), 0, byte.MaxValue - 1);

    private static byte Factor(RadioSettings settings) => (byte)settings.Modulation.SpreadingFactor.Value;

    private static byte Rate(RadioSettings settings) => (byte)(4 + settings.Modulation.CodingRate.ParityBits);

    private static bool IsNear(uint set, uint wanted) => Math.Abs((long)set - wanted) <= MostFrequencyError;

    private static async Task SetAsync(
        RNodeConnection connection, RNodeCommand command, byte[] octets, object meaning, CancellationToken cancellationToken)
    {
        var set = await connection.AskAsync(command, octets, cancellationToken);
        if (!set.AsSpan().SequenceEqual(octets)) throw Differs(connection, meaning, Convert.ToHexString(set));
    }

    private static RadioException Differs(RNodeConnection connection, object wanted, object got, bool isFinal = true) => new(
        $"The RNode at {connection.Path} was set to {wanted} and says {got}: its board or firmware does not do that.")
    { IsFinal = isFinal };

    private static byte[] Octets(uint value)
    {
        var octets = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    private static uint Number(byte[] answer) => answer.Length == sizeof(uint)
        ? BinaryPrimitives.ReadUInt32BigEndian(answer) : throw new RadioException("The RNode's answer is too short.");
}
