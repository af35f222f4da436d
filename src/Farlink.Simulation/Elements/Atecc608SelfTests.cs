namespace Farlink.Simulation.Elements;

/// <summary>The engines that the chip can test: the bits of SelfTest's mode and of its answer.</summary>
[Flags]
public enum Atecc608SelfTests : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The random number generator.</summary>
    Random = 0x01,

    /// <summary>ECDSA, to sign and to verify.</summary>
    Ecdsa = 0x02,

    /// <summary>Diffie-Hellman.</summary>
    Ecdh = 0x08,

    /// <summary>AES.</summary>
    Aes = 0x10,

    /// <summary>SHA-256.</summary>
    Sha = 0x20,

    /// <summary>All of them.</summary>
    All = Random | Ecdsa | Ecdh | Aes | Sha,
}
