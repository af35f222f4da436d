namespace Farlink.Keys.Atecc608;

/// <summary>Commands (ATECC608 data sheet, "Command Opcodes").</summary>
internal enum AteccOpcode : byte
{
    /// <summary>Read 4 or 32 octets.</summary>
    Read = 0x02,

    /// <summary>Write 4 or 32 octets.</summary>
    Write = 0x12,

    /// <summary>A nonce, or a digest to work on.</summary>
    Nonce = 0x16,

    /// <summary>Lock a zone or a slot, for ever.</summary>
    Lock = 0x17,

    /// <summary>Random octets.</summary>
    Random = 0x1B,

    /// <summary>One of two counters that only go up.</summary>
    Counter = 0x24,

    /// <summary>What the chip is.</summary>
    Info = 0x30,

    /// <summary>Make a key, or compute its public half.</summary>
    GenKey = 0x40,

    /// <summary>ECDSA.</summary>
    Sign = 0x41,

    /// <summary>ECDH.</summary>
    Ecdh = 0x43,

    /// <summary>Check a signature.</summary>
    Verify = 0x45,

    /// <summary>Write a private key.</summary>
    PrivWrite = 0x46,

    /// <summary>SHA-256.</summary>
    Sha = 0x47,

    /// <summary>Test the chip's engines.</summary>
    SelfTest = 0x77,
}
