namespace Farlink.Simulation.Elements;

/// <summary>
/// The commands that the model knows (data sheet, "Command Opcodes"). All others of the real chip (MAC 08, HMAC 11, GenDig 15,
/// DeriveKey 1C, CheckMac 28, AES 51, KDF 56, SecureBoot 80) are parse errors here.
/// </summary>
internal enum Atecc608Opcode : byte
{
    /// <summary>Reads a word or a block of a zone.</summary>
    Read = 0x02,

    /// <summary>Writes a word or a block of a zone.</summary>
    Write = 0x12,

    /// <summary>Loads a buffer, or makes a nonce.</summary>
    Nonce = 0x16,

    /// <summary>Locks a zone or a slot for ever.</summary>
    Lock = 0x17,

    /// <summary>Random octets.</summary>
    Random = 0x1B,

    /// <summary>Writes an octet that can be written once.</summary>
    UpdateExtra = 0x20,

    /// <summary>Reads or counts up a counter.</summary>
    Counter = 0x24,

    /// <summary>What chip it is and how it is.</summary>
    Info = 0x30,

    /// <summary>Makes a private key, or gives its public one.</summary>
    GenKey = 0x40,

    /// <summary>ECDSA signature.</summary>
    Sign = 0x41,

    /// <summary>Diffie-Hellman.</summary>
    Ecdh = 0x43,

    /// <summary>ECDSA verification.</summary>
    Verify = 0x45,

    /// <summary>Puts a private key into a slot.</summary>
    PrivWrite = 0x46,

    /// <summary>SHA-256 and HMAC.</summary>
    Sha = 0x47,

    /// <summary>Tests its engines.</summary>
    SelfTest = 0x77,
}
