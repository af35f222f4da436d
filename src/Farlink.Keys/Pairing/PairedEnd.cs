using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Keys.Pairing;

/// <summary>One end as the other knows it: its name, and its static key. Nothing of it is secret.</summary>
public sealed record PairedEnd
{
    /// <summary>Longest name, in characters; it becomes a level of topics.</summary>
    public const int LongestName = PairedCredential.LongestName;

    /// <summary>Checks it.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="name">Its name: 1 to 64 characters, none of <c>+ # /</c> and no controls.</param>
    /// <param name="point">Its static key: x || y, 64 octets.</param>
    /// <exception cref="PairingException">A bad name, or the key is no point of the curve.</exception>
    public PairedEnd(LinkRole role, string name, ReadOnlyMemory<byte> point)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!PairedCredential.IsName(name))
        {
            throw new PairingException(
                $"\"{Protocol.Text.Printable.Escape(name)}\" is no name of a site or base: 1 to {LongestName} characters, "
                + "without + # / and control characters.");
        }

        if (!P256.IsOnCurve(point.Span))
            throw new PairingException($"The key of {Protocol.Text.Printable.Escape(name)} is no point of P-256.");
        Role = role;
        Name = name;
        Point = point;
        Credential = PairedCredential.Of(role, name, point.Span);
    }

    /// <summary>Which end.</summary>
    public LinkRole Role { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its name for a terminal or a log: it came from another host.</summary>
    public string ShownName => Protocol.Text.Printable.Escape(Name);

    /// <summary>Its static key: x || y, 64 octets.</summary>
    public ReadOnlyMemory<byte> Point { get; }

    /// <summary>What EDHOC proves: key, name and kid together.</summary>
    public EdhocCredential Credential { get; }
}
