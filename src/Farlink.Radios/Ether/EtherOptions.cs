namespace Farlink.Radios.Ether;

/// <summary>How to reach a simulated ether and where on it to stand.</summary>
public sealed record EtherOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; <c>farlink sim ether --physical</c> listens on 4001 unless told otherwise.</summary>
    public int Port { get; init; } = 4001;

    /// <summary>What the ether calls this radio.</summary>
    public string Name { get; init; } = "radio";

    /// <summary>Metres east of the middle; default 0.</summary>
    public double X { get; init; }

    /// <summary>Metres north of the middle; default 0.</summary>
    public double Y { get; init; }
}
