namespace Farlink.Protocol.Link;

/// <summary>What a frame of ours holds of one message.</summary>
/// <param name="Row">The message's name in this store.</param>
/// <param name="Topic">Its topic on the link.</param>
/// <param name="Octets">Coded octets of it in the frame.</param>
public readonly record struct CarriedPart(long Row, string Topic, int Octets);
