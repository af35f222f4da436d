using System.Diagnostics.Metrics;
using Farlink.Dashboard.Json;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Metrics;

/// <summary>What is measured of the air.</summary>
internal static class AirtimeInstruments
{
    public static void AddTo(InstrumentMaker make)
    {
        AddBands(make);
        make.TimeCounter(
            "farlink.airtime.sent", "Time on air of frames sent, by what they were for.",
            now => now.Airtime.ByUse.Select(one => new Measurement<double>(
                one.Airtime.Seconds, MetricLabels.End(one.Role), MetricLabels.Use(FrameJson.KindOf(one.Use)))));
        make.Counter(
            "farlink.frames.sent", "Frames sent, by what they were for.",
            now => now.Airtime.ByUse.Select(one => new Measurement<long>(
                one.Frames, MetricLabels.End(one.Role), MetricLabels.Use(FrameJson.KindOf(one.Use)))));
        make.Counter(
            "farlink.frames.refused", "Frames refused, by reason; those that named no link of ours included.",
            now => now.Reports.SelectMany(report => report.Service.Refused.Select(one => new Measurement<long>(
                one.Value, MetricLabels.End(report.Service.Role), MetricLabels.Reason(one.Key)))));
        make.Counter(
            "farlink.compression.plain", "Octets of messages before compression, all ends of this program together.",
            now => [new Measurement<long>(now.Airtime.ByTopic.Sum(one => one.PlainOctets))], InstrumentMaker.Octets);
        make.Counter(
            "farlink.compression.coded", "Octets that those messages took on the air, without repeats.",
            now => [new Measurement<long>(now.Airtime.ByTopic.Sum(one => one.CodedOctets))], InstrumentMaker.Octets);
    }

    private static void AddBands(InstrumentMaker make)
    {
        make.Gauge(
            "farlink.airtime.used", InstrumentMaker.Seconds, "Airtime of the last hour.",
            now => OfBands(now, band => band.Used.Seconds));
        make.Gauge(
            "farlink.airtime.budget", InstrumentMaker.Seconds, "Airtime allowed in any hour; absent without a limit.",
            now => OfBands(now, band => band.Budget?.Seconds));
        make.Gauge(
            "farlink.airtime.next_slot", InstrumentMaker.Seconds,
            "Time until the longest frame of messages may go; absent if it never may.",
            now => OfBands(now, band => band.NextSlotIn?.Seconds));
    }

    private static IEnumerable<Measurement<double>> OfBands(MetricsSnapshot now, Func<AirtimeFigures, double?> read)
    {
        foreach (var report in now.Reports)
        {
            foreach (var band in report.Service.Airtime)
            {
                if (read(band) is not { } value) continue;
                yield return new Measurement<double>(
                    value, MetricLabels.End(report.Service.Role), MetricLabels.Band(band.Band));
            }
        }
    }
}
