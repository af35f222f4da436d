using System.CommandLine;
using System.Text;
using Farlink.Configuration;
using Farlink.Protocol.RadioHead;
using Farlink.Radios;
using Farlink.Runtime;
using Farlink.Runtime.RadioHead;
using Microsoft.Extensions.Logging;

namespace Farlink.Commands;

/// <summary><c>farlink radio listen | send</c>: what rf95_server and rf95_client do, on any radio Farlink knows.</summary>
internal static class RadioCommands
{
    public static Command Create() => new("radio", "Look at the radio; send and receive RadioHead frames by hand")
    {
        ProbeCommand.Create(), CreateListen(), CreateSend(),
    };

    private static Command CreateListen()
    {
        var shared = new RadioCommandOptions(address: 1);
        var promiscuous = Options.Of("--promiscuous", "Show frames to other nodes too", false);
        var count = Options.OptionalNumber("--count", "Messages to wait for; default without end", 1, 1_000_000_000);
        var timeout = Options.OptionalSpan("--timeout", "Longest time to wait: 30s; default without end");
        var command = new Command(
            "listen",
            "Show what arrives: sender, RSSI, ciphertext, text.\n\n"
            + $"Example: farlink radio listen --radio {RadioUri.Example} --address 1 --codec seed-zero-pad --key-file link.key")
        {
            promiscuous, count, timeout,
        };
        shared.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var setup = shared.Read(parsed);
            var node = setup.Node with
            {
                Promiscuous = parsed.GetValue(promiscuous),
                Acknowledge = setup.Node.Reliable ? AcknowledgePolicy.Always : AcknowledgePolicy.Never,
            };
            return ListenAsync(setup with { Node = node }, parsed.GetValue(count), parsed.GetValue(timeout));
        });
        return command;
    }

    private static Command CreateSend()
    {
        var shared = new RadioCommandOptions(address: 10);
        var to = Options.Number("--to", "Receiver; 255 for all", 1, 0, 255);
        var message = Options.Of("--message", "Text to send", "Hi Raspi!");
        var count = Options.Number("--count", "Times to send it", 1, 1, 1_000_000);
        var interval = Options.Span("--interval", "Time from one message to the next", TimeSpan.FromSeconds(1));
        var timeout = Options.Span("--timeout", "Longest time for one message, repeats included", TimeSpan.FromSeconds(30));
        var command = new Command(
            "send",
            "Send a message, as often as asked; with --reliable until it is acknowledged.\n\n"
            + $"Example: farlink radio send --radio {RadioUri.Example} --address 10 --to 1 --message \"Hi Raspi!\" --reliable")
        {
            to, message, count, interval, timeout,
        };
        shared.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var setup = shared.Read(parsed);
            var text = Encoding.UTF8.GetBytes(parsed.GetValue(message)!);
            var most = setup.Node.Codec.MostMessageOctets;
            if (text.Length > most)
                throw new UsageException(
                    $"--message has {text.Length} octets; the codec {setup.Node.Codec.Name} carries at most {most}.");
            return SendAsync(
                setup, (byte)parsed.GetValue(to), text, (int)parsed.GetValue(count), parsed.GetValue(interval),
                parsed.GetValue(timeout));
        });
        return command;
    }

    private static async Task<int> ListenAsync(RadioCommandSetup setup, long? count, TimeSpan? timeout)
    {
        using var logging = Logs.Create(LogLevel.Warning);
        using var interruption = new Interruption();
        await using var radio = await OpenAsync(setup, interruption.Token);
        var console = new RadioConsole(setup);
        var enough = new TaskCompletionSource();
        var received = 0;
        await using var pump = RadioHeadPump.Start(
            radio, setup.Node, new RuntimeContext { Logging = logging }, logging.CreateLogger("farlink.radio"),
            (message, frame) =>
            {
                if (received >= count) return;
                console.Received(message, frame);
                if (++received >= count) enough.TrySetResult();
            });
        console.Listening(radio.Capabilities.Description);

        var limit = Task.Delay(timeout ?? Timeout.InfiniteTimeSpan, interruption.Token);
        if (await Task.WhenAny(enough.Task, limit, pump.Completion) == pump.Completion) await pump.Completion;
        await DrainAsync(pump);
        foreach (var (reason, number) in pump.Refusals)
            if (reason != FrameRefusal.OtherAddress)
                await Console.Error.WriteLineAsync($"farlink: {number} frames refused: {reason}");
        if (interruption.Token.IsCancellationRequested || received >= (count ?? 0)) return ExitCodes.Done;
        await Console.Error.WriteLineAsync($"farlink: {received} of {count} messages arrived in time.");
        return ExitCodes.Failed;
    }

    private static async Task<int> SendAsync(
        RadioCommandSetup setup, byte to, byte[] text, int count, TimeSpan interval, TimeSpan timeout)
    {
        using var logging = Logs.Create(LogLevel.Warning);
        using var interruption = new Interruption();
        await using var radio = await OpenAsync(setup, interruption.Token);
        var console = new RadioConsole(setup);
        var observer = new PumpObserver { OnSent = console.Sent };
        await using var pump = RadioHeadPump.Start(
            radio, setup.Node, new RuntimeContext { Logging = logging }, logging.CreateLogger("farlink.radio"), (_, _) => { },
            observer);
        var failed = 0;
        for (var number = 1; number <= count; number++)
        {
            console.Sending(to, text);
            if (!await SendOneAsync(pump, to, text, timeout, interruption.Token)) failed++;
            if (interruption.Token.IsCancellationRequested) return ExitCodes.Failed;
            if (number < count) await Task.Delay(interval, interruption.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await DrainAsync(pump);
        if (failed == 0) return ExitCodes.Done;
        await Console.Error.WriteLineAsync(
            $"farlink: {failed} of {count} messages were {(setup.Node.Reliable ? "not acknowledged" : "not sent")}: "
            + $"is node {to} listening, with the same codec and key?");
        return ExitCodes.Failed;
    }

    private static async Task<bool> SendOneAsync(
        RadioHeadPump pump, byte to, byte[] text, TimeSpan timeout, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            return await pump.TrySend(to, text)!.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The last message's acknowledgement may still be on its way out.</summary>
    private static async Task DrainAsync(RadioHeadPump pump)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!pump.IsIdle
            && !pump.Completion.IsCompleted
            && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(2))
            await Task.Delay(10);
    }

    private static async Task<IRadio> OpenAsync(RadioCommandSetup setup, CancellationToken stop)
    {
        var radio = await Composition.OpenRadioAsync(
            setup.Radio, setup.Node.Address, "radio", setup.Limit, TimeProvider.System, stop);
        await radio.ConfigureAsync(setup.Settings, stop);
        return radio;
    }
}
