using System.Diagnostics.Metrics;

namespace Farlink.Dashboard.Metrics;

/// <summary>What is measured of this process. Looks at nothing that takes time.</summary>
internal static class ProcessInstruments
{
    public static void AddTo(InstrumentMaker make)
    {
        make.TimeCounter(
            "farlink.process.cpu", "Processor time that this process took.",
            _ => [new Measurement<double>(Environment.CpuUsage.TotalTime.TotalSeconds)]);
        make.Gauge(
            "farlink.process.resident_memory", InstrumentMaker.Octets, "Memory of this process that is in RAM.",
            _ => [new Measurement<double>(Environment.WorkingSet)]);
        make.Gauge(
            "farlink.process.heap_memory", InstrumentMaker.Octets, "Memory on the managed heap.",
            _ => [new Measurement<double>(GC.GetTotalMemory(forceFullCollection: false))]);
    }
}
