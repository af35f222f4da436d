using System.Security.Cryptography;
using Farlink.Keys.Elements;

namespace Farlink.Keys.Tls;

/// <summary>A signature for TLS by an element. Nothing is thrown: what comes in is from native code.</summary>
internal static class ElementSigner
{
    /// <summary>Why the last signature on this thread failed; for logs. Null if it did not.</summary>
    [ThreadStatic]
    private static string? _problem;

    /// <inheritdoc cref="_problem"/>
    public static string? LastProblem => _problem;

    private static string? _untold;

    /// <summary>
    /// Why a signature failed since this was asked last, on any thread; null if none did. OpenSSL tells no more than that a
    /// handshake failed: whoever logs that asks here.
    /// </summary>
    public static string? TakeProblem() => Interlocked.Exchange(ref _untold, null);

    /// <summary>Signs.</summary>
    /// <param name="number">Of <see cref="ElementRegistry"/>.</param>
    /// <param name="digest">
    /// 32 octets. Of a longer digest, which a peer may ask for in TLS 1.2, the first 32 count, as ECDSA has it (FIPS 186-4 §6.4);
    /// a shorter one (SHA-1) is refused.
    /// </param>
    /// <returns>r || s, verified; null if there is none.</returns>
    public static byte[]? TrySign(nint number, ReadOnlySpan<byte> digest)
    {
        _problem = null;
        try
        {
            if (digest.Length is not (SHA256.HashSizeInBytes or SHA384.HashSizeInBytes or SHA512.HashSizeInBytes))
                return Fail($"a digest of {digest.Length} octets is not signed");
            if (ElementRegistry.Find(number) is not { } element) return Fail("the element of this key is closed");
            var octets = digest[..SHA256.HashSizeInBytes].ToArray();
            var signature = element.Sign(octets);
            if (ElementChecks.IsSignedBy(element.PublicKey, octets, signature)) return signature;
            return Fail($"{element.Description} made a wrong signature");
        }
        catch (Exception failure)
        {
            // Whatever it is must not go through native frames.
            return Fail(failure.Message);
        }
    }

    private static byte[]? Fail(string problem)
    {
        _problem = problem;
        Volatile.Write(ref _untold, problem);
        return null;
    }
}
