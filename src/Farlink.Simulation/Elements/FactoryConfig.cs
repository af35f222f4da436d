namespace Farlink.Simulation.Elements;

/// <summary>
/// Configuration and OTP as chips leave the factory. Blank and Trust&amp;GO as several people read them from chips and published
/// them; TrustFLEX by the data sheet's table of slots and published configurations, with certificates that can still be changed.
/// </summary>
internal static class FactoryConfig
{
    /// <summary>Octets of the OTP zone.</summary>
    public const int OtpLength = 64;

    private const byte Erased = 0xFF;
    private const string SerialHead = "01234661726C696E";

    /// <summary>
    /// From octet 13 on, and 13 to 15 differ from chip to chip. Then address to ChipMode, SlotConfig, counters to octet 83, locks
    /// to X509format, KeyConfig.
    /// </summary>
    private const string Blank =
        "C15500" + "C0000000" +
        "83208720" + "8F20C48F" + "8F8F8F8F" + "9F8FAF8F" + "00000000" + "00000000" + "00000000" + "0000AF8F" +
        "FFFFFFFF00000000" + "FFFFFFFF00000000" + "00000000000000000000000000000000" +
        "00005555" + "FFFF0000" + "00000000" +
        "33003300" + "33001C00" + "1C001C00" + "1C001C00" + "3C003C00" + "3C003C00" + "3C003C00" + "3C001C00";

    private const string TrustAndGo =
        "012900" + "6A000001" +
        "85008200" + "85208520" + "85208F46" + "8F0F9F8F" + "0F0F8F0F" + "0F8F0F8F" + "0F8F0F0F" + "0D1F0F0F" +
        "FFFFFFFF00000000" + "FFFFFFFF00000000" + "0000" + "03F7" + "006976" + "000000000000000000" +
        "00000000" + "FFFF0E60" + "00000000" +
        "53005300" + "73007300" + "73003800" + "7C001C00" + "3C001A00" + "1C001000" + "1C003000" + "12003000";

    private const string TrustFlex =
        "012900" + "6C000001" +
        "85008200" + "85208520" + "85208F46" + "8F0F9F8F" + "0F0F8F0F" + "0F0F0F0F" + "0F0F0F0F" + "0D1F0F0F" +
        "FFFFFFFF00000000" + "FFFFFFFF00000000" + "0000" + "03F7" + "006976" + "000000000000000000" +
        "00000000" + "FFFF0E60" + "00000000" +
        "53005300" + "73007300" + "73003800" + "7C001C00" + "3C001A00" + "3C003000" + "3C003000" + "12003000";

    private const string TrustAndGoOtp = "7836746A755A4D79", TrustFlexOtp = "77644E78416A6165";

    /// <summary>Slots that hold a private key from the factory: none of a blank chip, 0 to 4 of the others.</summary>
    public static int KeyCount(Atecc608Start start) => start == Atecc608Start.Blank ? 0 : 5;

    /// <summary>The OTP zone: erased in a blank chip, the name of its configuration in the others.</summary>
    public static byte[] Otp(Atecc608Start start)
    {
        var otp = new byte[OtpLength];
        if (start == Atecc608Start.Blank) Array.Fill(otp, Erased);
        else Convert.FromHexString(start == Atecc608Start.TrustAndGo ? TrustAndGoOtp : TrustFlexOtp).CopyTo(otp, 0);
        return otp;
    }

    /// <summary>The configuration of a chip.</summary>
    /// <exception cref="ArgumentException">A value of the options is out of range.</exception>
    public static ConfigZone Of(Atecc608ModelOptions options)
    {
        var serial = options.SerialNumber ?? DefaultSerial(options.Start);
        if (serial.Length != Atecc608ModelOptions.SerialNumberLength || serial.Span is not [0x01, 0x23, ..])
            throw new ArgumentException("A serial number is nine octets and begins with 01 23.", nameof(options));
        if (options.Revision.Length != 4) throw new ArgumentException("A revision is four octets.", nameof(options));
        if (options.Address is < 0x08 or > 0x77) throw new ArgumentException("An address is 0x08 to 0x77.", nameof(options));
        var rest = Convert.FromHexString(options.Start switch
        {
            Atecc608Start.TrustAndGo => TrustAndGo,
            Atecc608Start.TrustFlex => TrustFlex,
            _ => Blank,
        });
        var zone = new ConfigZone([.. serial.Span[..4], .. options.Revision.Span, .. serial.Span[4..], .. rest]);
        zone.SetUp(options.Address ?? zone.Address, options.ClockDivider);
        return zone;
    }

    private static ReadOnlyMemory<byte> DefaultSerial(Atecc608Start start) =>
        Convert.FromHexString(SerialHead + (start == Atecc608Start.Blank ? "EE" : "01"));
}
