using System.Security.Cryptography.X509Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Ties the names of a client together: certificate, user, client id. ACL patterns make topics of user and client id, so nobody
/// may come under another's.
/// </summary>
internal static class IdentityRules
{
    /// <summary>The common name of a certificate.</summary>
    public static string NameOf(X509Certificate2 certificate) =>
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>Why this user may not come with this certificate, or null. Without one there is nothing to say.</summary>
    public static string? RefuseUser(BrokerOptions options, X509Certificate2? certificate, string user)
    {
        if (options.CertificateUser == CertificateUser.Any || certificate is null) return null;
        var name = NameOf(certificate);
        var isAnybodys = options.CertificateUser == CertificateUser.OwnIfKnown && options.Passwords?.Contains(name) != true;
        return isAnybodys || string.Equals(name, user, StringComparison.Ordinal)
            ? null
            : $"its certificate is that of {Printable.Escape(name)}, not of user {Printable.Escape(user)}";
    }

    /// <summary>Why this user may not have the client id it chose, or null.</summary>
    public static string? RefuseClientId(BrokerOptions options, string clientId, string? user)
    {
        if (clientId != user && options.Passwords?.Contains(clientId) == true)
            return "its client id is the name of another user";
        if (!options.ClientIdsNameUser || user is null) return null;
        if (!IsOf(user, clientId))
            return $"its client id does not begin with the name of its user, {Printable.Escape(user)}";

        // Of esp and esp-2, the latter has esp-2-kitchen.
        return options.Passwords?.Users.Any(other => other.Length > user.Length && IsOf(other, clientId)) == true
            ? "its client id begins with the name of another user"
            : null;
    }

    private static bool IsOf(string user, string clientId) =>
        clientId.StartsWith(user, StringComparison.Ordinal)
        && (clientId.Length == user.Length || clientId[user.Length] is '-' or '_' or '.');
}
