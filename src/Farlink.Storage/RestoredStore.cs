namespace Farlink.Storage;

/// <summary>What became of the messages of a store that was restored.</summary>
/// <param name="Outgoing">Messages that wait for the link; the other end may have some of them already.</param>
/// <param name="Incoming">Messages that wait for the broker; it may have some of them already.</param>
/// <param name="Expired">
/// Messages that had a time to live: nobody knows how much of it is left, and a command must not run late. They are not sent.
/// </param>
public sealed record RestoredStore(int Outgoing, int Incoming, int Expired);
