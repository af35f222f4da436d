using Farlink.Keys.Files;

namespace Farlink.Keys.Pairing;

/// <summary>
/// What one end gives to the other by a file: who it is, and, from a base, under which link id. It holds no secret, but must not
/// be exchanged on the way: a person compares <see cref="Fingerprint"/>.
/// </summary>
/// <param name="End">Whose it is.</param>
public sealed record PairingOffer(PairedEnd End)
{
    private const int MostOctets = 64 * 1024;

    /// <summary>From a base: the link id it has given.</summary>
    public byte? Link { get; init; }

    /// <summary>From a base: the fingerprint of the site's offer that it answers; it fits no other site.</summary>
    public string? For { get; init; }

    /// <summary>What a person compares.</summary>
    public string Fingerprint
    {
        get
        {
            byte[] content = [
                (byte)End.Role, Link ?? 0, .. System.Text.Encoding.UTF8.GetBytes(For ?? ""), .. End.Credential.Content.Span];
            return Pairing.Fingerprint.Of(content);
        }
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="PairingException">There is none.</exception>
    public static PairingOffer Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var octets = new byte[MostOctets + 1];
            var length = file.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
            if (length > MostOctets) throw new PairingException($"{path} is too long for an offer of a pairing.");
            return PairingJson.ReadOffer(octets[..length], path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PairingException($"Cannot read {path}: {failure.Message}", failure);
        }
    }

    /// <summary>Writes it; an older one of that name is replaced.</summary>
    /// <exception cref="KeyFileException">It cannot be written.</exception>
    public void Write(string path) => PrivateFile.Write(path, PairingJson.Write(this), replace: true);
}
