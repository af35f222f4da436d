using Farlink.Commands;
using Farlink.Keys.Certificates;

namespace Farlink.Setup;

/// <summary>The passphrase of a CA, asked until it is good: nobody answers all questions again for a slip.</summary>
internal static class InitPassphrase
{
    /// <summary>Whoever has forgotten it does not find it by guessing.</summary>
    private const int MostTries = 3;

    /// <summary>Gets it: for a new CA long enough, for one that is there the one that opens its key.</summary>
    /// <param name="pki">The CA.</param>
    /// <param name="context">Says it.</param>
    /// <param name="mayAsk">Whether somebody may be asked.</param>
    /// <exception cref="UsageException">There is nobody to ask, or it is wrong.</exception>
    /// <exception cref="Keys.Files.KeyFileException">The CA's key is missing, or others may read it.</exception>
    public static string Get(PkiFolder pki, InitContext context, bool mayAsk)
    {
        var isTyped = context.IsPassphraseTyped;
        if (isTyped && !mayAsk)
        {
            throw new UsageException(
                $"Nothing was written: --json asks nothing, and the CA's passphrase is needed. Set {Passphrase.Variable}.");
        }

        var isNew = !File.Exists(pki.CaCertificate);
        for (var tries = 1; ; tries++)
        {
            string? why;
            try
            {
                var passphrase = context.CaPassphrase(isNew);
                why = isNew ? Short(passphrase) : Wrong(pki, passphrase);
                if (why is null) return passphrase;
            }
            catch (UsageException differs) when (isTyped)
            {
                why = differs.Message;
            }

            if (!isTyped) throw new UsageException($"Nothing was written: {Passphrase.Variable}: {why}");
            if (!isNew && tries == MostTries)
            {
                throw new UsageException(
                    $"Nothing was written: {why} Is it another CA's folder? Say --pki, or set {Passphrase.Variable}.");
            }

            context.Error.WriteLine($"  {why}");
        }
    }

    private static string? Short(string passphrase) => passphrase.Length >= CertificateAuthority.ShortestPassphrase
        ? null : $"the CA's passphrase needs at least {CertificateAuthority.ShortestPassphrase} characters.";

    private static string? Wrong(PkiFolder pki, string passphrase)
    {
        try
        {
            using var authority = CertificateAuthority.Open(pki, passphrase);
            return null;
        }
        catch (PkiException failure)
        {
            return failure.Message;
        }
    }
}
