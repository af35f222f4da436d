using Farlink.Protocol.Pairing;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Pairing;

/// <summary>A site and a base that pair over a channel in virtual time, and whoever is on that channel besides.</summary>
internal sealed class PairingRoom : IDisposable
{
    private static readonly Duration Airtime = Duration.FromMilliseconds(150);
    private readonly List<(Instant At, LinkRole To, byte[] Frame)> _onAir = [];

    public PairingRoom(int seed = 1, string siteName = "barn", SimulatedKey? baseKey = null)
    {
        SiteKey = new SimulatedKey(1000 + seed);
        BaseKey = baseKey ?? new SimulatedKey(2000 + seed);
        Site = Open(LinkRole.Site, siteName, SiteKey, seed);
        Base = Open(LinkRole.BaseStation, "home", BaseKey, seed + 1);
    }

    public SimulatedKey SiteKey { get; }

    public SimulatedKey BaseKey { get; }

    public AirPairing Site { get; set; }

    public AirPairing Base { get; set; }

    public Instant Now { get; private set; } = new(0);

    /// <summary>What each end has put on the air.</summary>
    public List<(LinkRole From, byte[] Frame)> Sent { get; } = [];

    /// <summary>Pairings that were kept.</summary>
    public HashSet<LinkRole> Kept { get; } = [];

    /// <summary>Ends that are asked for nothing any more: they have crashed.</summary>
    public HashSet<LinkRole> Crashed { get; } = [];

    /// <summary>What arrives in place of a frame; null: nothing.</summary>
    public Func<LinkRole, byte[], byte[]?> Air { get; set; } = (_, frame) => frame;

    public static AirPairing Open(LinkRole role, string name, SimulatedKey key, int seed, Instant now = default) =>
        AirPairing.Open(
            new AirPairingOptions { Role = role, Name = name, Point = key.Point }, new SeededRandom(seed), now);

    public AirPairing Of(LinkRole role) => role == LinkRole.Site ? Site : Base;

    /// <summary>Puts a frame on the air for one end.</summary>
    public void Inject(LinkRole to, byte[] frame) => _onAir.Add((Now + Airtime, to, frame));

    /// <summary>Runs until both ends have a code.</summary>
    public void UntilCodes() => Until(() => Site.Step >= PairingStep.Comparing && Base.Step >= PairingStep.Comparing);

    /// <summary>Both people say yes.</summary>
    public void Confirm(byte link = 7)
    {
        Site.Confirm(0, Now);
        Base.Confirm(link, Now);
    }

    /// <summary>Runs until something is so, at most for three minutes.</summary>
    public void Until(Func<bool> isSo)
    {
        var end = Now + Duration.FromSeconds(180);
        while (!isSo() && Now < end) Step();
    }

    /// <summary>Runs for some time.</summary>
    public void For(double seconds)
    {
        var end = Now + Duration.FromSeconds(seconds);
        while (Now < end) Step();
    }

    public void Dispose()
    {
        Site.Dispose();
        Base.Dispose();
        SiteKey.Dispose();
        BaseKey.Dispose();
    }

    private void Step()
    {
        Serve(LinkRole.Site, SiteKey);
        Serve(LinkRole.BaseStation, BaseKey);
        var next = Now + Duration.FromMilliseconds(50);
        foreach (var (at, to, frame) in _onAir.Where(one => one.At <= next).OrderBy(one => one.At).ToList())
        {
            _onAir.RemoveAll(one => ReferenceEquals(one.Frame, frame));
            if (!Crashed.Contains(to)) Of(to).HandleFrame(frame, at);
        }

        Now = next;
        Site.HandleTimeout(Now);
        Base.HandleTimeout(Now);
    }

    private void Serve(LinkRole role, SimulatedKey key)
    {
        if (Crashed.Contains(role)) return;
        var end = Of(role);
        if (end.Request is { } request) end.HandleAnswer(key.Answer(request), Now);
        if (end.Step == PairingStep.Proven)
        {
            Kept.Add(role);
            end.HandleKept(Now);
        }

        if (end.PollTransmit(Now) is not { } frame) return;
        Sent.Add((role, frame));
        var other = role == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site;
        if (Air(role, frame) is { } arrives) _onAir.Add((Now + Airtime, other, [.. arrives]));
    }
}
