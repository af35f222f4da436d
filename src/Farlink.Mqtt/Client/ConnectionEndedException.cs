namespace Farlink.Mqtt.Client;

/// <summary>A connection to a broker ended while its answer was awaited.</summary>
internal sealed class ConnectionEndedException() : IOException("the connection ended");
