namespace Farlink.Radios.Tests;

/// <summary>A radio that can be taken away and comes back: a board, a modem, a server.</summary>
public abstract class PluggableRadioSuite : RadioSuite
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Unplug_AndPlugIn_FailsMeanwhileAndGoesOnByItself()
    {
        await SendAndReceiveAsync();
        Assert.Null(Left.Trouble);
        await UnplugLeftAsync();
        await Assert.ThrowsAsync<RadioException>(() => FailAsync().WaitAsync(Patience));
        await SayTroubleAsync().WaitAsync(Patience);
        await PlugLeftAsync();
        var sent = await SendUntilItWorksAsync().WaitAsync(Patience);
        Assert.Null(Left.Trouble);
        Assert.Equal(sent, (await ReceiveAsync(Right)).Octets.ToArray());
        await Right.SendAsync(sent, default);
        Assert.Equal(sent, (await ReceiveAsync(Left)).Octets.ToArray());
    }

    protected abstract Task UnplugLeftAsync();

    protected abstract Task PlugLeftAsync();

    /// <summary>What is written to a line that was just cut may still seem to have gone: soon it does not.</summary>
    private async Task FailAsync()
    {
        while (true) await Left.SendAsync(new byte[] { 1, 10, 0, 0, 1 }, default);
    }

    /// <summary>A gateway counts as gone only when it has been silent for a while.</summary>
    private async Task SayTroubleAsync()
    {
        while (Left.Trouble is null) await Task.Delay(Pause);
    }

    private async Task<byte[]> SendUntilItWorksAsync()
    {
        byte[] frame = [1, 10, 0, 0, 2];
        while (true)
        {
            try
            {
                await Left.SendAsync(frame, default);
                return frame;
            }
            catch (RadioException)
            {
                // It comes back in its own time; asking without a pause would keep the host from doing it.
                await Task.Delay(Pause);
            }
        }
    }
}
