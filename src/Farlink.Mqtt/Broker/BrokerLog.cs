using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Broker;

/// <summary>Log events 1000 to 1099.</summary>
internal static partial class BrokerLog
{
    [LoggerMessage(1000, LogLevel.Information, "Broker listens on {Endpoint} ({Auth})")]
    public static partial void Listening(ILogger logger, string endpoint, string auth);

    [LoggerMessage(1001, LogLevel.Information, "Client {ClientId} connected from {Address} as {User}{Repeats}")]
    public static partial void Connected(ILogger logger, string clientId, string address, string user, string repeats);

    [LoggerMessage(1002, LogLevel.Information, "Client {ClientId} disconnected ({Kind}){Repeats}")]
    public static partial void Disconnected(ILogger logger, string clientId, string kind, string repeats);

    [LoggerMessage(1003, LogLevel.Warning, "Refused {What}: {Why}{Repeats}")]
    public static partial void Refused(ILogger logger, string what, string why, string repeats);

    [LoggerMessage(1004, LogLevel.Warning,
        "Dropped a message on {Topic} for client {ClientId}: {Waiting} wait for it already{Repeats}")]
    public static partial void Dropped(ILogger logger, string topic, string clientId, int waiting, string repeats);

    [LoggerMessage(1005, LogLevel.Error, "Connected clients could not be checked again: {Why}")]
    public static partial void CheckFailed(ILogger logger, string why);

    [LoggerMessage(1006, LogLevel.Warning,
        "{Address} is no address of this host: no client can connect there until it is. Is the access point up?")]
    public static partial void NotHere(ILogger logger, string address);
}
