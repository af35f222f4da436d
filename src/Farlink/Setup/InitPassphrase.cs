using Farlink.Commands;
using Farlink.Keys.Certificates;

namespace Farlink.Setup;

/// <summary>The passphrase of a CA, asked until it is good: nobody answers all questions again for a slip.</summary>
internal static class InitPassphrase
{
    /// <summary>Gets it.</summary>
    /// <param name="isNew">Whether it is for a new CA: asked twice, and long enough.</param>
    /// <exception cref="UsageException">There is nobody to ask, or the one of the environment is too short.</exception>
    public static string Get(bool isNew)
    {
        var isGiven = Environment.GetEnvironmentVariable(Passphrase.Variable) is { Length: > 0 } || Console.IsInputRedirected;
        while (true)
        {
            try
            {
                var passphrase = Passphrase.Get(confirm: isNew);
                if (!isNew || passphrase.Length >= CertificateAuthority.ShortestPassphrase) return passphrase;
                throw new UsageException(
                    $"The CA's passphrase ({Passphrase.Variable}) needs at least {CertificateAuthority.ShortestPassphrase} "
                    + "characters.");
            }
            catch (UsageException refused) when (!isGiven)
            {
                Console.Error.WriteLine($"  {refused.Message}");
            }
        }
    }
}
