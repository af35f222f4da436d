using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Link;

/// <summary>
/// Something that a long-term private key is to compute, in its file or chip; then call
/// <see cref="LinkStation.HandleKeyAnswer"/>, or <see cref="LinkStation.HandleKeyFailed"/>. A link has at most one out at a time.
/// </summary>
/// <param name="Ticket">Names it.</param>
/// <param name="Link">For which link.</param>
/// <param name="Operation">What to compute.</param>
public sealed record KeyRequest(long Ticket, byte Link, EdhocRequest Operation);
