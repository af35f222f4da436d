namespace Farlink.Keys.Atecc608;

/// <summary>What the chip says instead of an answer (ATECC608 data sheet, "Status/Error Codes").</summary>
public enum AteccStatus
{
    /// <summary>Done.</summary>
    Success = 0x00,

    /// <summary>A signature, or a MAC, is not right.</summary>
    Miscompare = 0x01,

    /// <summary>The command has a wrong length, opcode or parameter.</summary>
    Parse = 0x03,

    /// <summary>The computation on the curve failed: an empty slot, or a point that is none.</summary>
    EccFault = 0x05,

    /// <summary>The chip failed its self-test, and does nothing else.</summary>
    SelfTestFailed = 0x07,

    /// <summary>The random number generator failed its test.</summary>
    HealthTestFailed = 0x08,

    /// <summary>Not allowed as the chip, or the slot, is configured and locked.</summary>
    Execution = 0x0F,

    /// <summary>It is awake, and has had no command.</summary>
    Awake = 0x11,

    /// <summary>It goes to sleep before the command could end: begin again.</summary>
    WatchdogAboutToExpire = 0xEE,

    /// <summary>The command arrived damaged.</summary>
    BadCrc = 0xFF,
}
