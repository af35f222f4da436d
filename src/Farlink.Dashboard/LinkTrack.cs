using Farlink.Storage;

namespace Farlink.Dashboard;

/// <summary>How a link was.</summary>
/// <param name="Name">The link's name.</param>
/// <param name="StepSeconds">Time between two samples.</param>
/// <param name="Samples">The samples, oldest first; where nothing was taken there is a gap.</param>
public sealed record LinkTrack(string Name, int StepSeconds, IReadOnlyList<LinkSample> Samples);
