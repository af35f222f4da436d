using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Simulation.Ether;

/// <summary>One radio in an <see cref="EtherModel"/>.</summary>
internal sealed class EtherStation(Action<ReceivedFrame> deliver)
{
    /// <summary>Settings, or null before the first.</summary>
    public RadioSettings? Settings { get; set; }

    /// <summary>Since when the receiver has had these settings.</summary>
    public Instant ListeningSince { get; set; }

    public void Deliver(ReceivedFrame frame) => deliver(frame);
}
