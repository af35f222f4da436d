using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Session;

/// <summary>How an end of a pairing is named: its name and kid, bound to its key in one credential.</summary>
public static class PairedCredential
{
    /// <summary>Longest name, in characters; it becomes a level of topics.</summary>
    public const int LongestName = 64;

    /// <summary>The kid of each role: one octet on the air, and different ones, so that no end passes for the other.</summary>
    private const byte SiteKid = 0x00;

    private const byte BaseKid = 0x20;

    /// <summary>Whether a text may name an end: 1 to 64 characters, without <c>+ # /</c>, controls and half characters.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.AsSpan().IndexOfAny("+#/") < 0 && !name.Any(char.IsControl)
        && IsWhole(name);

    /// <summary>The credential of an end, a CCS.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="name">Its name.</param>
    /// <param name="point">Its static key: x || y, on the curve.</param>
    /// <exception cref="ArgumentException">The name is none, or the key is no point of the curve.</exception>
    public static EdhocCredential Of(LinkRole role, string name, ReadOnlySpan<byte> point)
    {
        if (!IsName(name)) throw new ArgumentException("Not the name of a site or base.", nameof(name));
        return EdhocCredential.Ccs(name, [role == LinkRole.Site ? SiteKid : BaseKid], point);
    }

    /// <summary>Half a character becomes another one in UTF-8: two ends would name it differently.</summary>
    private static bool IsWhole(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i])) continue;
            if (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[i + 1])) return false;
            i++;
        }

        return true;
    }
}
