namespace Farlink.Simulation.Checks;

/// <summary>Every checker there is.</summary>
public static class AllCheckers
{
    /// <summary>New ones, for one run.</summary>
    public static IReadOnlyList<IChecker> Create() =>
    [
        new DeliveryChecker(), new OrderChecker(), new FreeChecker(), new NonceChecker(), new DutyChecker(), new MemoryChecker(),
        new ForgeryChecker(),
    ];
}
