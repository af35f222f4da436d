using Farlink.Dashboard.Metrics;
using Farlink.Radios;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard;

/// <summary>What the program gives to be shown. All of it may be asked from any thread, and waits for nobody.</summary>
public interface IDashboardSource
{
    /// <summary>What runs.</summary>
    DashboardAbout About { get; }

    /// <summary>What was seen.</summary>
    WatchHub Watch { get; }

    /// <summary>Whether the ends have started and go on: /health/ready.</summary>
    bool IsReady { get; }

    /// <summary>What links were like; null: not kept.</summary>
    ILinkHistory? History { get; }

    /// <summary>Channel and modulation of each end by its role, for captures.</summary>
    IReadOnlyDictionary<string, RadioSettings> Radios { get; }

    /// <summary>What can be done with links, by name: pause, resume, flush, rekey.</summary>
    IReadOnlyDictionary<string, LinkAction> Actions { get; }

    /// <summary>The demonstration's weather; null outside of it.</summary>
    IDemoControls? Demo { get; }

    /// <summary>Simulates a network; null: not here.</summary>
    Planner? Planner { get; }

    /// <summary>When certificates end that this host shows others; the dashboard's own is not among them.</summary>
    IReadOnlyList<CertificateEnd> Certificates => [];

    /// <summary>The state of each end; of a demonstration the site's first.</summary>
    IReadOnlyList<StatusReport> Reports();
}
