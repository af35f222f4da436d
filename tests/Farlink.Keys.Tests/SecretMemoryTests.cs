using Farlink.Keys.Files;

namespace Farlink.Keys.Tests;

public sealed class SecretMemoryTests
{
    /// <summary>As services do it at their start. This process is one of tests: nobody misses its cores.</summary>
    [Fact]
    public void Keep_Process_LeavesNoCore()
    {
        SecretMemory.Keep();
        Assert.True(SecretMemory.IsKept);
    }
}
