using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Link;

/// <summary>
/// Something that a long-term private key is to compute, in its file or chip; then call
/// <see cref="LinkStation.HandleKeyAnswer"/>, or <see cref="LinkStation.HandleKeyFailed"/>. A link has at most one out at a time.
/// </summary>
/// <param name="Ticket">Names it.</param>
/// <param name="Link">For which link.</param>
/// <param name="Operation">What to compute.</param>
/// <param name="Own">The public key, x || y, of the private key that is meant: during a re-key an end has two.</param>
public sealed record KeyRequest(long Ticket, byte Link, EdhocRequest Operation, ReadOnlyMemory<byte> Own);
