namespace Farlink.Runtime.Status;

/// <summary>What goes to the storage: an SD card bears only so much.</summary>
/// <param name="WrittenOctets">
/// Octets that the kernel sent to the storage for this program since its start; null where it does not count them.
/// </param>
/// <param name="PayloadOctets">Those of messages among them, as far as the store counts; null without a store.</param>
/// <param name="LastDayOctets">Octets of the last full day; null before the first is over.</param>
/// <param name="ADayOctets">What a day comes to at the pace since the start; null in the first minutes.</param>
public sealed record DiskFigures(long? WrittenOctets, long? PayloadOctets, long? LastDayOctets, long? ADayOctets);
