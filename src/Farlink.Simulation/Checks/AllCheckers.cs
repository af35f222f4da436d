namespace Farlink.Simulation.Checks;

/// <summary>Every checker there is.</summary>
public static class AllCheckers
{
    /// <summary>New ones, for one run.</summary>
    /// <param name="mayWait">See <see cref="DeliveryChecker.MayWait"/>.</param>
    public static IReadOnlyList<IChecker> Create(bool mayWait = false) =>
    [
        new DeliveryChecker { MayWait = mayWait }, new OrderChecker(), new FreeChecker(), new NonceChecker(), new DutyChecker(),
        new MemoryChecker(), new ForgeryChecker(),
    ];
}
