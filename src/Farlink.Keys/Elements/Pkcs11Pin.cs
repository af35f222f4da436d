using System.Security.Cryptography;
using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Keys.Elements;

/// <summary>
/// A PIN in a URI, taken out of it: the engine prints a URI that it cannot open, PIN and all. It goes into a file of this moment
/// instead, 0600, which the URI then names.
/// </summary>
internal sealed class Pkcs11Pin : IDisposable
{
    private const string Value = "pin-value=";
    private readonly string? _folder;

    /// <summary>Takes a URI apart.</summary>
    public Pkcs11Pin(string uri)
    {
        var parts = uri.Split(';', '?', '&');
        Shown = SecureElements.Shown(uri);
        Uri = uri;
        if (Array.Find(parts, IsPin) is not { } pin) return;
        _folder = Directory.CreateTempSubdirectory("farlink-pin-").FullName;
        var file = Path.Combine(_folder, "pin");
        var octets = Encoding.UTF8.GetBytes(System.Uri.UnescapeDataString(pin[Value.Length..]));
        PrivateFile.Write(file, octets);
        CryptographicOperations.ZeroMemory(octets);
        Uri = $"{string.Join(';', parts.Where(part => !IsPin(part)))};pin-source=file:{file}";
    }

    /// <summary>What the engine is given.</summary>
    public string Uri { get; }

    /// <summary>What people see.</summary>
    public string Shown { get; }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The URI without its PIN, if it is one of a token.</summary>
    public static string Without(string uri) => uri.StartsWith(Pkcs11Element.Scheme, StringComparison.Ordinal)
        ? string.Join(';', uri.Split(';', '?', '&').Where(part => !IsPin(part))) : uri;

    private static bool IsPin(string part) => part.StartsWith(Value, StringComparison.OrdinalIgnoreCase);
}
