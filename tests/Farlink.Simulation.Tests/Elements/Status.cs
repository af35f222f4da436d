namespace Farlink.Simulation.Tests.Elements;

/// <summary>The chip's answers of one octet, written down a second time.</summary>
internal static class Status
{
    public const int Success = 0x00;
    public const int Miscompare = 0x01;
    public const int ParseError = 0x03;
    public const int EccFault = 0x05;
    public const int SelfTestError = 0x07;
    public const int ExecutionError = 0x0F;
    public const int WatchdogAboutToExpire = 0xEE;
    public const int CrcError = 0xFF;
}
