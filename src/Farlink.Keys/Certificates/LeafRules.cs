using System.Security.Cryptography.X509Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Keys.Certificates;

/// <summary>What may stand in a certificate.</summary>
internal static class LeafRules
{
    /// <summary>Longest common name (RFC 5280, ub-common-name).</summary>
    private const int LongestCommonName = 64;
    private const int LongestDnsName = 253;
    private const int LongestDnsLabel = 63;
    private const int MostValidDays = 36_500;

    public static void Check(LeafRequest request)
    {
        if (request.ValidDays is < 1 or > MostValidDays)
            throw new PkiException($"A certificate is valid 1 to {MostValidDays} days, not {request.ValidDays}.");
        if (request.Names.Count == 0) throw new PkiException("A certificate needs a name: --name.");
        foreach (var name in request.Names)
        {
            if (request.Purpose == LeafPurpose.Server && !IsDnsName(name))
                throw new PkiException($"'{Printable.Escape(name)}' is not a DNS name. An address is given with --address.");
        }

        if (request.Names[0].Length > LongestCommonName)
            throw new PkiException($"The first name has {request.Names[0].Length} characters; at most {LongestCommonName} fit.");
        if (request.Purpose == LeafPurpose.Server) return;
        if (request.Names.Count > 1) throw new PkiException("A client has exactly one --name.");
        if (request.Addresses.Count > 0)
            throw new PkiException("A client's certificate has no addresses: --address is for --server.");
        CheckClientName(request.Names[0]);
    }

    public static X509Extension AlternativeNames(LeafRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in request.Names) names.AddDnsName(name);
        foreach (var address in request.Addresses) names.AddIpAddress(address);
        return names.Build();
    }

    /// <summary>A device's name appears in topics by way of ACL patterns, so it must not be able to widen one.</summary>
    public static void CheckClientName(string name)
    {
        if (name.Length == 0 || name.Any(c => c is '+' or '#' or '/' || char.IsControl(c)))
            throw new PkiException(
                $"'{Printable.Escape(name)}' cannot be a device's name: "
                + "it must not be empty or hold + # / or control characters.");
    }

    private static bool IsDnsName(string name) =>
        name.Length is > 0 and <= LongestDnsName
            && name.Split('.').All(IsDnsLabel)
            && !System.Net.IPAddress.TryParse(name, out _);

    private static bool IsDnsLabel(string label) =>
        label.Length is > 0 and <= LongestDnsLabel && !label.StartsWith('-') && !label.EndsWith('-')
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
