using System.CommandLine;
using Farlink.Configuration;
using Farlink.Keys.Pairing;
using Farlink.Output;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Pairing;
using Farlink.Protocol.Session;
using Farlink.Protocol.Text;
using Farlink.Radios;
using Farlink.Radios.Wrappers;
using Farlink.Runtime.Link;
using Farlink.Runtime.Pairing;
using Farlink.Runtime.RadioHead;
using Farlink.Storage;

namespace Farlink.Commands;

/// <summary><c>farlink pair</c>: over the air. Both ends are opened for two minutes, and two people compare six digits.</summary>
internal sealed class PairAirCommand
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);
    private readonly PairingEnd _end;
    private readonly PairedEnd _own;
    private readonly bool _replace;
    private string? _refusal;
    private string? _keyFailure;

    private PairAirCommand(PairingEnd end, PairedEnd own, bool replace)
    {
        _end = end;
        _own = own;
        _replace = replace;
    }

    private string Here => _end.Role == LinkRole.Site ? "site" : "base";

    private string There => _end.Role == LinkRole.Site ? "base" : "site";

    /// <summary>Makes <c>pair</c> do it where no other way of pairing is named.</summary>
    public static void AddTo(Command pair)
    {
        var file = ConfigCommand.FileOption();
        var replace = Options.Of("--replace", "End an older pairing of that name, link or key", false);
        pair.Add(file);
        pair.Add(replace);
        pair.SetAction((parsed, _) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(replace)));
    }

    private static async Task<int> RunAsync(string path, bool replace)
    {
        using var end = PairingEnd.Open(path);
        var (radio, problems) = ConfigLoader.LoadRadio(path, Environment.GetEnvironmentVariables());
        if (radio is null) throw new ConfigException(problems);
        using var element = end.OpenElement(create: true);
        var own = end.Own(element);
        using var interruption = new Interruption();
        var clock = BootTimeProvider.Instance;
        var limit = radio.Channel.Binding?.DutyCycle ?? DutyCycle.Unlimited;

        // The store is the end's own: while a service has it, it has the radio too.
        using var kept = OpenLedger(end, limit, clock);
        await using var modem = await radio.Uri.OpenAsync(0, end.Name, clock, interruption.Token);
        var mode = modem.Capabilities.IsSimulated ? LedgerMode.Count : LedgerMode.HoldBack;
        await using var guard = new LedgerGuard(modem, kept.Ledger, mode, clock) { Keep = kept.Keep };
        await guard.ConfigureAsync(radio.Settings, interruption.Token);
        var tries = new PairingTries(end.Folder, TimeProvider.System);
        tries.Begin();
        using var pairing = Open(own, radio, guard.Capabilities, clock);
        var command = new PairAirCommand(end, own, replace);
        await command.RunAsync(guard, pairing, radio, element, interruption.Token);
        if (pairing.Step == PairingStep.Done) tries.Succeed();
        return command.Tell(pairing);
    }

    private static KeptLedger OpenLedger(PairingEnd end, DutyCycle limit, TimeProvider clock)
    {
        try
        {
            return KeptLedger.Open(end.StorePath, limit, clock);
        }
        catch (StoreException failure) when (failure.IsInUse)
        {
            var service = end.Role == LinkRole.Site ? "farlink-site" : "farlink-base";
            throw new StoreException(
                $"{failure.Message} Its service: sudo systemctl stop {service}, and when it is paired: "
                + $"sudo systemctl start {service}",
                failure);
        }
    }

    private static AirPairing Open(PairedEnd own, RadioConfig radio, RadioCapabilities capabilities, TimeProvider clock)
    {
        var options = new AirPairingOptions
        {
            Role = own.Role,
            Name = own.Name,
            Point = own.Point,
            Modulation = radio.Settings.Modulation,
            MostFrameOctets = MostOctets(radio, capabilities),
        };
        try
        {
            return AirPairing.Open(options, new SystemRandom(), clock.Now());
        }
        catch (ArgumentException failure)
        {
            throw new PairingException($"{failure.Message} Use a faster setting, or pair by files: farlink pair offer", failure);
        }
    }

    /// <summary>The longest frame of the radio that the region's dwell time allows.</summary>
    private static int MostOctets(RadioConfig radio, RadioCapabilities capabilities)
    {
        var octets = capabilities.MostFrameOctets;
        while (radio.Channel.Binding?.Dwell is { } dwell && octets > 1
            && LoRaAirtime.Of(radio.Settings.Modulation, octets) > dwell)
            octets--;
        return octets;
    }

    private async Task RunAsync(
        IRadio radio, AirPairing pairing, RadioConfig config, Keys.Elements.ISecureElement element, CancellationToken stop)
    {
        var settings = $"{config.Settings.Frequency} {config.Settings.Modulation}";
        Console.Error.WriteLine(
            $"{Printable.Escape(_end.Name)} ({Here}) is open for pairing for 2 minutes, on {settings}. "
            + $"At the {There}, with the same settings: farlink pair");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var progress = ShowProgressAsync(pairing, ended.Token);
        try
        {
            var questions = new PairingQuestions { AskAsync = AskAsync, Keep = Keep, KeyFailed = why => _keyFailure = why };
            await PairingRun.RunAsync(radio, pairing, element, BootTimeProvider.Instance, questions, stop);
        }
        finally
        {
            await ended.CancelAsync();
            await progress.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<byte?> AskAsync(AirPairing pairing, CancellationToken stop)
    {
        var peer = pairing.Peer!;
        var link = (byte)0;
        try
        {
            if (_end.Role == LinkRole.BaseStation) link = _end.LinkFor(peer.Name);
            _end.Folder.Check(link, Peer(pairing), _replace);
        }
        catch (PairingException refused)
        {
            _refusal = refused.Message;
            return null;
        }

        Console.WriteLine($"Heard: {There} {Printable.Escape(peer.Name)}");
        Console.WriteLine($"Code:  {pairing.Code}");
        Console.Error.Write($"Does the {There} show the same code? Type yes or no: ");
        var answer = await Task.Run(Console.ReadLine, stop).WaitAsync(stop);
        return answer?.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) == true ? link : null;
    }

    private void Keep(AirPairing pairing)
    {
        var peer = Peer(pairing);
        var (site, baseStation) = _end.Role == LinkRole.Site ? (_own, peer) : (peer, _own);
        _end.Folder.Add(
            _end.Placed(PairingRecord.Of(pairing.Link, site, baseStation, pairing.HelloKey)), _replace);
        Console.WriteLine(
            $"Paired with {Printable.Escape(peer.Name)} as link {pairing.Link}. "
            + $"Start: {StartWords.Of(_end.Role, _end.ConfigPath)}");
    }

    private PairedEnd Peer(AirPairing pairing) => new(
        _end.Role == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site, pairing.Peer!.Name, pairing.Peer.Point);

    private async Task ShowProgressAsync(AirPairing pairing, CancellationToken stop)
    {
        if (Console.IsErrorRedirected) return;
        for (var left = 110; left > 0; left -= 10)
        {
            await Task.Delay(ProgressEvery, stop);
            var what = pairing.Step switch
            {
                PairingStep.Looking => $"No {There} heard yet",
                PairingStep.Proving => $"Waiting for the yes at the {There}",
                _ => null,
            };
            if (what is not null) await Console.Error.WriteLineAsync($"{what}: {left} s left");
        }
    }

    private int Tell(AirPairing pairing)
    {
        if (pairing.OthersHeard > 0)
        {
            Console.Error.WriteLine(
                $"{pairing.OthersHeard} frames of other pairings were heard and not taken. If nobody else pairs near you, "
                + "somebody is trying to get in between.");
        }

        if (pairing.Failure is not { } failure) return ExitCodes.Done;
        throw new PairingException(failure switch
        {
            PairingFailure.NobodyHeard =>
                $"No {There} was heard in 2 minutes. Open it at the same time, with the same region, frequency and spreading "
                + "factor, and check antennas. Nothing was kept.",
            PairingFailure.NotConfirmed => "Nobody said yes here in 2 minutes. Nothing was kept.",
            PairingFailure.NotProven when _end.Role == LinkRole.Site =>
                "The base did not finish: nobody said yes there, or the last frames were lost. Nothing was kept here. If the "
                + "base says that it is paired, pair again: it takes the same key without more.",
            PairingFailure.NotProven =>
                $"The {There} did not finish: nobody said yes there, or its frames were lost. Nothing was kept.",
            PairingFailure.WrongReveal =>
                "What came does not fit what the site had announced: somebody else answered in its place. Nothing was kept. "
                + "Try again, or pair by files: farlink pair offer",
            PairingFailure.KeyFailed => $"{_keyFailure} Nothing was kept.",
            _ => _refusal ?? "The codes differ, so the other end was not taken. Nothing was kept. If it happens again, somebody "
                + "is in between: pair by files (farlink pair offer).",
        });
    }
}
