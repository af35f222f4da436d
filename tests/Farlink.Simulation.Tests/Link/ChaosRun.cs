using Farlink.Protocol.Airtime;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>One run in which everything goes wrong that can, drawn from a seed.</summary>
internal static class ChaosRun
{
    public static void Run(int seed)
    {
        var random = new Random(seed);
        var duty = random.Next(4) switch
        {
            0 => DutyCycle.FromPercent(1),
            1 => DutyCycle.FromPercent(10),
            _ => DutyCycle.Unlimited,
        };
        using var ends = new TwoEnds(
            seed, new ChannelOptions { Loss = random.NextDouble() * 0.4, OutageShare = random.Next(3) == 0 ? 0.1 : 0 }, duty,
            link => link with
            {
                AnswerEvery = 1 + random.Next(60),
                ConfirmWithin = Duration.FromSeconds(5 + random.Next(70)),
                ModelMebibytes = seed % 3 == 0 ? 1 : 0,
            },
            AllCheckers.Create(), isPaired: seed % 2 == 0);
        var network = ends.Network;
        network.Faults = new FrameFaults
        {
            Duplicate = random.NextDouble() * 0.2,
            Corrupt = random.NextDouble() * 0.1,
            Delay = random.Next(3) == 0 ? random.NextDouble() * 0.1 : 0,
            Replay = random.NextDouble() * 0.2,
        };
        var crashes = new Random(seed + 1);
        var crashShare = random.Next(2) * random.NextDouble() * 0.01;
        network.CrashWhen = (_, _, _) => crashes.NextDouble() < crashShare;
        network.DownTime = Duration.FromSeconds(random.NextDouble() * 20);
        ends.Start();
        var count = 0;
        for (var i = 0; i < 60; i++)
        {
            ends.RunFor(random.NextDouble() * 8);
            var host = random.Next(3) == 0 ? ends.Base : ends.Site;
            if (!host.IsUp) continue;
            host.Submit(Message(random, ++count));
        }

        network.CrashWhen = null;
        network.Faults = new FrameFaults();
        var delivery = network.Checkers.OfType<DeliveryChecker>().Single();
        bool IsDone() => delivery.Missing == 0 && ends.Site.IsUp && ends.Base.IsUp;
        for (var hours = 0; hours < 48 && !IsDone(); hours++) ends.RunFor(3600);
        network.Finish();
        Assert.True(network.Violations.Count == 0, $"seed {seed}:\n{string.Join('\n', network.Violations.Take(20))}");
        Assert.True(delivery.Received > 0);
    }

    private static Submission Message(Random random, int number)
    {
        var payload = new byte[random.Next(5) == 0 ? random.Next(3000) : random.Next(60)];
        random.NextBytes(payload);
        byte[] unique = [.. BitConverter.GetBytes(number), .. payload];
        var topic = random.Next(12);
        return new Submission
        {
            Link = TwoEnds.LinkId,
            Client = $"device-{random.Next(3)}",
            NewestOnly = topic < 2,
            ExpiresIn = random.Next(6) == 0 ? Duration.FromSeconds(random.Next(120)) : null,
            Priority = (Priority)random.Next(3),
            MostLatency = Duration.FromSeconds(random.Next(3) * 10),
            Message = new MqttMessage
            {
                Topic = $"farm/{topic}",
                Payload = unique,
                Qos = (MqttQos)random.Next(3),
                Retain = random.Next(5) == 0,
            },
        };
    }
}
