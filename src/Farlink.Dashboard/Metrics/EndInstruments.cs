using System.Diagnostics.Metrics;
using Farlink.Protocol.Text;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Metrics;

/// <summary>What is measured of an end: what it is, its radio, broker, store, clock and messages.</summary>
internal static class EndInstruments
{
    public static void AddTo(InstrumentMaker make)
    {
        AddItself(make);
        AddParts(make);
        AddStore(make);
        AddMessages(make);
    }

    private static void AddItself(InstrumentMaker make)
    {
        make.Gauge("farlink.info", null, "What runs; always 1.", now => now.Reports.Select(Info));
        make.EndGauge("farlink.uptime", InstrumentMaker.Seconds, "Time since the end started.", end => end.Uptime.Seconds);
        make.EndGauge(
            "farlink.pump.age", InstrumentMaker.Seconds,
            "Time since the link last moved: about a second; from 10 s on it stands still.", end => end.Service.Age.Seconds);
        make.EndGauge(
            "farlink.warnings", null, "Warnings that farlink status shows now.", end => end.Warnings.Count);
    }

    private static void AddParts(InstrumentMaker make)
    {
        make.EndFlag("farlink.radio.up", "Whether the radio works.", end => end.Service.Radio.Trouble is null);
        make.EndFlag(
            "farlink.broker.up", "Whether our broker listens, or there is a connection to the other one.",
            end => end.Service.Broker.IsUp);
        make.EndGauge(
            "farlink.broker.clients", null, "Clients that are connected to our broker.", end => end.Service.Broker.Clients);
        make.EndCounter(
            "farlink.broker.dropped", "Messages that our broker dropped because too many waited for their receiver.",
            end => end.Service.Broker.Dropped);
        make.EndCounter(
            "farlink.broker.in_doubt", "Publications of QoS 2 whose end the other broker could not tell.",
            end => end.Service.Broker.InDoubt);
        make.EndFlag(
            "farlink.clock.synchronized", "Whether something keeps the clock of this host right.",
            end => end.Clock.IsSynchronized);
        make.EndFlag(
            "farlink.clock.told", "Whether a paired base has told the time since the start.", end => end.Clock.IsTold);
        make.EndCounter("farlink.clock.jumps", "How often the clock of this host jumped.", end => end.Clock.Jumps);
        make.Gauge(
            "farlink.certificate.expiry_timestamp", InstrumentMaker.Seconds,
            "When a certificate of this host ends, in seconds since 1970 (UTC).",
            now => now.Certificates.Select(one => new Measurement<double>(
                one.NotAfter.ToUnixTimeSeconds(), MetricLabels.Use(one.Use))));
    }

    private static void AddStore(InstrumentMaker make)
    {
        make.EndFlag("farlink.store.up", "Whether the store can be written.", end => end.Service.StoreTrouble is null);
        make.EndCounter(
            "farlink.store.written", "Octets that went to the storage; an SD card bears only so many.",
            end => end.Disk.WrittenOctets, InstrumentMaker.Octets);
        make.EndCounter(
            "farlink.store.payload", "Octets of messages among those written.", end => end.Disk.PayloadOctets,
            InstrumentMaker.Octets);
    }

    private static void AddMessages(InstrumentMaker make)
    {
        make.EndCounter("farlink.messages.taken", "Messages taken from the broker.", end => end.Service.Taken);
        make.EndCounter("farlink.messages.received", "Messages that came by radio.", end => end.Service.Received);
    }

    private static Measurement<double> Info(StatusReport end) => new(
        1, MetricLabels.End(end.Service.Role), MetricLabels.Of("version", end.Program),
        MetricLabels.Of("name", Printable.Escape(end.Service.Name)), MetricLabels.Of("mode", end.Service.Mode),
        MetricLabels.Of("simulated", end.Service.Radio.IsSimulated ? "true" : "false"));
}
