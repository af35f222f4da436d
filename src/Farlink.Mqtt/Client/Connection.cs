namespace Farlink.Mqtt.Client;

/// <summary>One connection to a broker.</summary>
/// <param name="Channel">Its packets.</param>
/// <param name="IsSessionPresent">Whether the broker remembered us (MQTT 3.1.1 §3.2.2.2).</param>
/// <param name="MostPacketOctets">Longest packet it takes (MQTT 5 §3.2.2.3.6); <see cref="long.MaxValue"/> where it does not
/// say.</param>
internal sealed record Connection(AnswerChannel Channel, bool IsSessionPresent, long MostPacketOctets);
