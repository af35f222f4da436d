using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Client;

/// <summary>Log events 1100 to 1199.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(1100, LogLevel.Information, "Connected to broker {Host}:{Port} as {ClientId}")]
    public static partial void Connected(ILogger logger, string host, int port, string clientId);

    [LoggerMessage(1101, LogLevel.Warning,
        "No connection to broker {Host}:{Port}: {Why}; trying again in {Delay:0.0} s, then less often")]
    public static partial void NotConnected(ILogger logger, string host, int port, string why, double delay);

    [LoggerMessage(1102, LogLevel.Warning, "Lost broker {Host}:{Port}: {Why}")]
    public static partial void Lost(ILogger logger, string host, int port, string why);

    [LoggerMessage(1103, LogLevel.Warning, "A message on {Topic} was not acknowledged ({Why}); it will be repeated")]
    public static partial void NotAcknowledged(ILogger logger, string topic, string why);

    [LoggerMessage(1104, LogLevel.Error, "Broker {Host}:{Port} refuses the subscription to {Filter}: {Why}")]
    public static partial void SubscriptionRefused(ILogger logger, string host, int port, string filter, string why);

    [LoggerMessage(1105, LogLevel.Error, "A message on {Topic} could not be taken ({Why}); the broker will send it again")]
    public static partial void NotTaken(ILogger logger, string topic, string why);

    [LoggerMessage(
        1106, LogLevel.Warning,
        "The broker forgot our session: whether it has the message on {Topic} is in doubt; it is sent again")]
    public static partial void InDoubt(ILogger logger, string topic);

    [LoggerMessage(1107, LogLevel.Debug, "Still no connection to broker {Host}:{Port}: {Why}; trying again in {Delay:0.0} s")]
    public static partial void StillNotConnected(ILogger logger, string host, int port, string why, double delay);
}
