namespace Farlink.Protocol.Bridging;

/// <summary>Permission for topics to cross the link. Nothing crosses without one.</summary>
/// <param name="Topic">MQTT topic filter.</param>
/// <param name="Direction">Which way; default up.</param>
public sealed record Route(string Topic, RouteDirection Direction = RouteDirection.Up)
{
    /// <summary>Whether this route lets a topic pass from site to base.</summary>
    public bool LetsUp(string topic) => Direction != RouteDirection.Down && TopicFilter.Matches(Topic, topic);
}
