namespace Farlink.Simulation.Elements;

/// <summary>What a response of four octets says (data sheet, "Status/Error Codes").</summary>
internal enum Atecc608Status : byte
{
    /// <summary>Done.</summary>
    Success = 0x00,

    /// <summary>A signature does not fit its message and key.</summary>
    Miscompare = 0x01,

    /// <summary>Length, opcode or parameters are none that the chip knows.</summary>
    ParseError = 0x03,

    /// <summary>A calculation on the curve could not be done: a point off the curve, an unusable random number.</summary>
    EccFault = 0x05,

    /// <summary>A self test failed; little is allowed until it passes.</summary>
    SelfTestError = 0x07,

    /// <summary>The chip may not do it in its state: a lock, a slot's rules, no digest loaded.</summary>
    ExecutionError = 0x0F,

    /// <summary>Awake, and no command came yet.</summary>
    AfterWake = 0x11,

    /// <summary>The command would not end before the watchdog.</summary>
    WatchdogAboutToExpire = 0xEE,

    /// <summary>The packet came broken.</summary>
    CrcError = 0xFF,
}
