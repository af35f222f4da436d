using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>Test 41, by hand: who has copied the old key is in the middle of a handshake when the new one is proven.</summary>
public sealed class RekeyRaceTests
{
    private const byte FirstCounter = 5;
    private Instant _now = new(0);

    [Fact]
    public void Rekey_HandshakeWithTheOldKeyUnderWay_ComesToNothing()
    {
        using var oldKey = new SimulatedKey(1);
        using var newKey = new SimulatedKey(2);
        using var baseKey = new SimulatedKey(3);
        var (oldSite, oldBase) = SimulatedKey.Pair("barn", oldKey, baseKey);
        var (newSite, newBase) = SimulatedKey.Pair("barn", newKey, baseKey);
        using var station = Station(LinkRole.BaseStation, oldBase, 1);
        station.Rekey(TwoEnds.LinkId, newBase, _now);
        using var genuine = Station(LinkRole.Site, newSite, 2);
        using var thief = Station(LinkRole.Site, oldSite, 3);

        // The genuine site is one frame short of a session under the new key.
        var third = Exchange(genuine, newKey, station, baseKey, hellos: 1);
        Hear(station, third);
        var first = Next(genuine, newKey);

        // Meanwhile the thief opens one with the old key, which is good until then.
        var stolen = Exchange(thief, oldKey, station, baseKey, hellos: FirstCounter);
        Hear(station, first);
        Assert.Contains(Events(station), happened => happened is LinkEvent.Rekeyed);
        var refused = station.Refusals[LinkRefusal.UnexpectedHello];
        Hear(station, stolen);

        Assert.Equal(refused + 1, station.Refusals[LinkRefusal.UnexpectedHello]);
        Hear(station, Next(thief, oldKey));
        Assert.DoesNotContain(Events(station), happened => happened is LinkEvent.SessionUp or LinkEvent.Rekeyed);

        // Another hello of his is forged from now on.
        var forged = station.Refusals[LinkRefusal.ForgedHello];
        using var again = Station(LinkRole.Site, oldSite, 4);
        Hear(station, Next(again, oldKey));
        Assert.Equal(forged + 1, station.Refusals[LinkRefusal.ForgedHello]);
    }

    private static LinkStation Station(LinkRole role, LinkIdentity identity, int seed) => new(
        TwoEnds.Options(role, new LinkOptions { Id = TwoEnds.LinkId, Name = "barn", Identity = identity }, null),
        new SimulatedDisk((ulong)seed).Load(), new SeededRandom(seed), new Instant(0));

    /// <summary>A site's hello, of so many that nobody answers but the last, and the base's answer: what ends it.</summary>
    private byte[] Exchange(LinkStation site, SimulatedKey key, LinkStation station, SimulatedKey baseKey, int hellos)
    {
        byte[] hello = [];
        for (var i = 0; i < hellos; i++) hello = Next(site, key);
        Hear(station, hello);
        Hear(site, Next(station, baseKey));
        return Next(site, key);
    }

    private void Hear(LinkStation station, byte[] frame) =>
        station.HandleFrame(frame, _now, new LinkQuality(new Dbm(-80), new Decibel(8)));

    private static List<LinkEvent> Events(LinkStation station)
    {
        List<LinkEvent> events = [];
        while (station.PollEvent() is { } happened) events.Add(happened);
        return events;
    }

    /// <summary>The next frame of a station, however long that takes.</summary>
    private byte[] Next(LinkStation station, SimulatedKey key)
    {
        for (var i = 0; i < 100_000; i++)
        {
            while (station.PollCommit() is { } commit) station.HandleCommitted(commit.Ticket, _now);
            while (station.PollKeyRequest() is { } request)
                station.HandleKeyAnswer(request.Ticket, key.Answer(request.Operation), _now);
            if (station.PollTransmit(_now) is { } frame)
            {
                var start = _now;
                _now += frame.Airtime;
                station.HandleTransmitted(start, _now);
                return frame.Octets.ToArray();
            }

            _now += Duration.FromMilliseconds(20);
            station.HandleTimeout(_now);
        }

        throw new InvalidOperationException("It sends nothing.");
    }
}
