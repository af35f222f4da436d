namespace Farlink.Simulation.Tests.Elements;

/// <summary>The chip's commands, written down a second time.</summary>
internal static class Opcode
{
    public const int Read = 0x02;
    public const int Write = 0x12;
    public const int Nonce = 0x16;
    public const int Lock = 0x17;
    public const int Random = 0x1B;
    public const int UpdateExtra = 0x20;
    public const int Counter = 0x24;
    public const int Info = 0x30;
    public const int GenKey = 0x40;
    public const int Sign = 0x41;
    public const int Ecdh = 0x43;
    public const int Verify = 0x45;
    public const int PrivWrite = 0x46;
    public const int Sha = 0x47;
    public const int SelfTest = 0x77;
}
