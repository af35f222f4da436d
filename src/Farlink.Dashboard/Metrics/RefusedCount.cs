namespace Farlink.Dashboard.Metrics;

/// <summary>Frames that an end refused for one reason.</summary>
internal sealed record RefusedCount(string End, string Reason, long Frames);
