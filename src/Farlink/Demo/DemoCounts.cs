using Farlink.Protocol.Units;

namespace Farlink.Demo;

/// <summary>What became of the messages of a demonstration so far.</summary>
/// <param name="Published">Messages the device's broker acknowledged.</param>
/// <param name="Delivered">Of those, how many the subscriber upstream got.</param>
/// <param name="Lost">Of those, how many cannot arrive any more.</param>
/// <param name="Duplicated">Messages it got more than once.</param>
/// <param name="Waiting">Messages under way.</param>
/// <param name="Airtime">Time on air of both ends.</param>
internal readonly record struct DemoCounts(
    long Published, long Delivered, long Lost, long Duplicated, long Waiting, Duration Airtime);
