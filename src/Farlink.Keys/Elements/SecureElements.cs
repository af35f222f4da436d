using System.Device.I2c;
using Farlink.Keys.Atecc608;

namespace Farlink.Keys.Elements;

/// <summary>Opens secure elements by the URI that a configuration names.</summary>
public static class SecureElements
{
    private const string FileScheme = "file:";

    /// <summary>What a URI may look like, for messages.</summary>
    public const string Forms = "file:PATH, pkcs11:token=T;object=O (RFC 7512), atecc608:?bus=1&address=0x60&slot=2";

    /// <summary>Whether a text is a URI of a known form.</summary>
    public static bool IsKnown(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return FileOf(uri) is { Length: > 0 } || IsToken(uri) || Atecc608Uri.TryParse(uri, out _, out _);
    }

    /// <summary>The same element, wherever the program runs: the path of a file is made whole.</summary>
    /// <param name="uri">A URI.</param>
    /// <param name="folder">Where relative paths begin.</param>
    public static string Resolve(string uri, string folder) => uri.StartsWith(FileScheme, StringComparison.Ordinal)
        ? FileScheme + Path.GetFullPath(uri[FileScheme.Length..], folder) : uri;

    /// <summary>For people: a PIN in it is left out.</summary>
    public static string Shown(string uri) => Protocol.Text.Printable.Escape(Pkcs11Pin.Without(uri));

    /// <summary>The path of a key file; null for an element of another kind.</summary>
    public static string? FileOf(string uri) =>
        uri.StartsWith(FileScheme, StringComparison.Ordinal) ? uri[FileScheme.Length..] : null;

    /// <summary>Opens one.</summary>
    /// <param name="uri"><c>file:PATH</c>, a PKCS #11 URI of RFC 7512, or an <see cref="Atecc608Uri"/>.</param>
    /// <exception cref="ElementException">The form is unknown, or the element cannot be used.</exception>
    /// <exception cref="Files.KeyFileException">A key file is missing, or others may read it.</exception>
    public static ISecureElement Open(string uri)
    {
        if (FileOf(uri) is { Length: > 0 } path) return FileElement.Open(path);
        if (IsToken(uri) && OperatingSystem.IsLinux()) return Pkcs11Element.Open(uri);
        if (Atecc608Uri.TryParse(uri, out var chip, out _)) return Atecc608Element.Open(chip, OpenBus(chip.Bus), AteccClock.Real);
        throw new ElementException($"{Shown(uri)} is no secure element that is known; allowed: {Forms}");
    }

    /// <summary>Opens an I2C bus of this host.</summary>
    /// <exception cref="ElementException">There is none of this number, or it may not be used.</exception>
    public static I2cBus OpenBus(int bus)
    {
        var device = $"/dev/i2c-{bus}";
        if (!File.Exists(device))
        {
            throw new ElementException(
                $"{device} does not exist. On a Raspberry Pi switch it on with: sudo raspi-config nonint do_i2c 0");
        }

        try
        {
            return I2cBus.Create(bus);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            throw new ElementException(
                $"Cannot use {device}: {failure.Message} Is this user in the group i2c? sudo usermod -aG i2c USER", failure);
        }
    }

    private static bool IsToken(string uri) =>
        uri.StartsWith(Pkcs11Element.Scheme, StringComparison.Ordinal) && uri.Length > Pkcs11Element.Scheme.Length;
}
