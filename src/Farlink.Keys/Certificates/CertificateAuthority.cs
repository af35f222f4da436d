using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Farlink.Keys.Files;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Certificates;

/// <summary>A private CA on P-256, in a folder. Its key is encrypted with a passphrase (PKCS#8, PBES2, AES-256).</summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>Shortest passphrase, in characters.</summary>
    public const int ShortestPassphrase = 8;

    private const int ValidYears = 30;
    private const int SerialOctets = 16;

    /// <summary>A list stays in force after that, with a warning: sites are seldom visited.</summary>
    private const int ListValidDays = 365;

    /// <summary>Rounds of PBKDF2-SHA256 over the passphrase.</summary>
    internal const int KeyDerivationRounds = 600_000;

    /// <summary>A device whose clock runs behind must not take a new certificate for one of tomorrow.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(1);

    private readonly PkiFolder _folder;
    private readonly X509Certificate2 _certificate;
    private readonly ECDsa _key;

    private CertificateAuthority(PkiFolder folder, X509Certificate2 certificate, ECDsa key)
    {
        _folder = folder;
        _certificate = certificate;
        _key = key;
    }

    /// <summary>Makes a new CA: certificate and encrypted key.</summary>
    /// <param name="folder">Where; made if missing, with mode 0700.</param>
    /// <param name="passphrase">At least <see cref="ShortestPassphrase"/> characters.</param>
    /// <param name="now">Today.</param>
    /// <exception cref="PkiException">There is one already, or the passphrase is too short.</exception>
    /// <exception cref="KeyFileException">A file cannot be written.</exception>
    public static void Initialize(PkiFolder folder, string passphrase, DateTimeOffset now) =>
        Initialize(folder, passphrase, now, KeyDerivationRounds);

    /// <summary>With as many rounds as are wanted: tests make many CAs.</summary>
    internal static void Initialize(PkiFolder folder, string passphrase, DateTimeOffset now, int rounds)
    {
        ArgumentNullException.ThrowIfNull(folder);
        CheckPassphrase(passphrase);
        if (File.Exists(folder.CaCertificate) || File.Exists(folder.CaKey))
            throw new PkiException(
                $"{folder.Path} holds a CA already: every certificate it issued would become worthless. Use another --dir.");
        CreateFolder(folder.Path);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedName($"CN=Farlink CA {Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}");
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));

        using var certificate = request.CreateSelfSigned(now - Backdated, now.AddYears(ValidYears));
        var protection = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, rounds);
        PrivateFile.Write(
            folder.CaKey, Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, protection) + "\n"));
        PublicFile.Write(folder.CaCertificate, certificate.ExportCertificatePem(), replace: false);
    }

    /// <summary>Opens a CA.</summary>
    /// <exception cref="PkiException">
    /// There is none, or this user may not look; the passphrase is wrong, or key and certificate do not belong together.
    /// </exception>
    /// <exception cref="KeyFileException">Others may read the key.</exception>
    public static CertificateAuthority Open(PkiFolder folder, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.RequireCa();
        var certificate = PemFiles.ReadCertificate(folder.CaCertificate);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromEncryptedPem(Encoding.ASCII.GetString(PrivateFile.Read(folder.CaKey)), passphrase);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            certificate.Dispose();
            key.Dispose();
            throw new PkiException($"{folder.CaKey} cannot be opened: the passphrase is wrong, or the file is damaged.", failure);
        }

        if (PemFiles.BelongTogether(certificate, key)) return new CertificateAuthority(folder, certificate, key);
        certificate.Dispose();
        key.Dispose();
        throw new PkiException($"{folder.CaKey} is not the key of {folder.CaCertificate}.");
    }

    /// <summary>Issues a certificate and writes it; if the request has no key, with a new one, which is written too.</summary>
    /// <returns>The NAME of the files.</returns>
    /// <exception cref="PkiException">A name or address cannot be certified, or the files exist.</exception>
    /// <exception cref="KeyFileException">A file cannot be written.</exception>
    public string Issue(LeafRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        LeafRules.Check(request);
        var name = request.FileName ?? request.Names[0];
        PkiFolder.CheckName(name);
        if (!request.Replace && (File.Exists(_folder.Certificate(name)) || File.Exists(_folder.Key(name))))
            throw new PkiException($"{_folder.Certificate(name)} exists already. Use --replace to replace it and its key.");

        using var key = request.Key is { } subject
            ? ECDsa.Create(P256.Parameters(subject.Point.Span)) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(request, key, now);
        if (request.Key is null)
            PrivateFile.Write(_folder.Key(name), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"), request.Replace);
        new IssuedList(_folder).Add(name, Convert.ToHexString(certificate.SerialNumberBytes.Span));
        PublicFile.Write(_folder.Certificate(name), certificate.ExportCertificatePem(), request.Replace);
        return name;
    }

    /// <summary>
    /// Signs a new list of revocations: what was on the last one, and one certificate more. Whoever checks certificates needs it.
    /// </summary>
    /// <param name="certificate">The certificate that is no longer good; null: only the list is renewed.</param>
    /// <param name="now">Now.</param>
    /// <returns>The list.</returns>
    /// <exception cref="PkiException">The certificate is not of this CA, or the last list is damaged.</exception>
    /// <exception cref="KeyFileException">The file cannot be written.</exception>
    public RevocationList Revoke(X509Certificate2? certificate, DateTimeOffset now)
    {
        if (certificate is null) return Revoke([], now);
        if (!certificate.IssuerName.RawData.AsSpan().SequenceEqual(_certificate.SubjectName.RawData))
            throw new PkiException($"The certificate of {certificate.Subject} is of another CA: it cannot revoke it.");
        return Revoke([certificate.SerialNumberBytes.ToArray()], now);
    }

    /// <summary>Revokes the certificates of a name that were replaced by its present one; a device may still have them.</summary>
    /// <param name="name">NAME of the files.</param>
    /// <param name="now">Now.</param>
    /// <returns>The list, and how many they are.</returns>
    /// <exception cref="PkiException">There are none, or the last list is damaged.</exception>
    /// <exception cref="KeyFileException">The file cannot be written.</exception>
    public (RevocationList List, int Count) RevokeReplaced(string name, DateTimeOffset now)
    {
        using var present = PemFiles.ReadCertificate(_folder.Certificate(name));
        var kept = Convert.ToHexString(present.SerialNumberBytes.Span);
        var replaced = new IssuedList(_folder).Of(name).Where(serial => serial != kept).Select(Convert.FromHexString).ToArray();
        return replaced.Length > 0
            ? (Revoke(replaced, now), replaced.Length)
            : throw new PkiException($"No certificate of {name} was ever replaced here.");
    }

    private RevocationList Revoke(byte[][] serials, DateTimeOffset now)
    {
        var (builder, number) = LoadList();
        foreach (var serial in serials)
        {
            builder.RemoveEntry(serial);
            builder.AddEntry(serial, now);
        }

        var authorityKey = X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            _certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false);
        var der = builder.Build(
            _certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), number + 1, now.AddDays(ListValidDays),
            HashAlgorithmName.SHA256, authorityKey, now);
        PublicFile.Write(_folder.RevocationNumber, (number + 1).ToString(CultureInfo.InvariantCulture), replace: true);
        RevocationList.Write(_folder.RevocationList, der);
        return RevocationList.Parse(der, _certificate, _folder.RevocationList);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private (CertificateRevocationListBuilder Builder, BigInteger Number) LoadList()
    {
        // An older list, or none: everybody who was shut out since would be let in again, and sites would not take it.
        var highest = File.Exists(_folder.RevocationNumber)
            && BigInteger.TryParse(
                File.ReadAllText(_folder.RevocationNumber).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kept)
            ? kept : BigInteger.Zero;
        if (!File.Exists(_folder.RevocationList))
        {
            if (highest.IsZero) return (new CertificateRevocationListBuilder(), BigInteger.Zero);
            throw Older($"{_folder.RevocationList} is gone, and list {highest} was made here before.");
        }

        // Read with our own eyes first: a list of another CA must not be taken over.
        var last = RevocationList.Read(_folder.RevocationList, _certificate);
        if (last.Number < highest)
            throw Older($"{_folder.RevocationList} is list {last.Number}, and list {highest} was made here before.");
        var builder = CertificateRevocationListBuilder.Load(
            RevocationList.FromPem(File.ReadAllText(_folder.RevocationList)), out _);
        return (builder, last.Number);
    }

    private static PkiException Older(string what) =>
        new($"{what} Put that one back: every broker and every site that has heard of it has a copy.");

    private X509Certificate2 Sign(LeafRequest request, ECDsa key, DateTimeOffset now)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(request.Names[0]);
        var draft = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        draft.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        draft.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        draft.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([CertificatePurpose.Of(request.Purpose)], false));
        draft.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(draft.PublicKey, false));
        draft.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                _certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (request.Purpose == LeafPurpose.Server) draft.CertificateExtensions.Add(LeafRules.AlternativeNames(request));

        // A leaf that outlives its CA is worth nothing after it, and .NET refuses to sign one.
        DateTimeOffset end = now.AddDays(request.ValidDays);
        DateTimeOffset caEnd = _certificate.NotAfter;
        DateTimeOffset caStart = _certificate.NotBefore;
        var start = now - Backdated;
        var serial = RandomNumberGenerator.GetBytes(SerialOctets);
        serial[0] &= 0x7F;
        var generator = X509SignatureGenerator.CreateForECDsa(_key);
        return draft.Create(
            _certificate.SubjectName, generator, start < caStart ? caStart : start, end > caEnd ? caEnd : end, serial);
    }

    private static void CheckPassphrase(string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        if (passphrase.Length < ShortestPassphrase)
            throw new PkiException(
                $"The CA's passphrase has {passphrase.Length} characters; it needs at least {ShortestPassphrase}.");
    }

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"Cannot make the folder {path}: {failure.Message}", failure);
        }
    }
}
