namespace Farlink.Mqtt.Broker;

/// <summary>The broker cannot start. The message says why and what to do.</summary>
public sealed class BrokerException : Exception
{
    /// <summary>Makes one.</summary>
    public BrokerException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public BrokerException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
