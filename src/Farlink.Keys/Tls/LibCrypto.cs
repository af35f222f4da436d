using System.Runtime.InteropServices;

namespace Farlink.Keys.Tls;

/// <summary>What a key with a callback needs of OpenSSL 3's libcrypto (EC_KEY_METHOD_new(3), EC_KEY_new(3)).</summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>NID_X9_62_prime256v1.</summary>
    public const int P256 = 415;

    /// <summary>CRYPTO_EX_INDEX_EC_KEY.</summary>
    public const int ExIndexEcKey = 8;

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library)]
    public static partial nint EC_KEY_OpenSSL();

    [LibraryImport(Library)]
    public static partial nint EC_KEY_METHOD_new(nint method);

    [LibraryImport(Library)]
    public static partial void EC_KEY_METHOD_set_sign(
        nint method,
        delegate* unmanaged[Cdecl]<int, byte*, int, byte*, uint*, nint, nint, nint, int> sign,
        delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, int> setup,
        delegate* unmanaged[Cdecl]<byte*, int, nint, nint, nint, nint> signSig);

    [LibraryImport(Library)]
    public static partial int CRYPTO_get_ex_new_index(
        int classIndex, nint argl, nint argp, nint newFunction,
        delegate* unmanaged[Cdecl]<nint, nint, nint*, int, nint, nint, int> dup,
        delegate* unmanaged[Cdecl]<nint, nint, nint, int, nint, nint, void> free);

    [LibraryImport(Library)]
    public static partial nint EC_KEY_new_by_curve_name(int nid);

    [LibraryImport(Library)]
    public static partial int EC_KEY_set_method(nint key, nint method);

    [LibraryImport(Library)]
    public static partial int EC_KEY_set_public_key_affine_coordinates(nint key, nint x, nint y);

    [LibraryImport(Library)]
    public static partial int EC_KEY_set_ex_data(nint key, int index, nint value);

    [LibraryImport(Library)]
    public static partial nint EC_KEY_get_ex_data(nint key, int index);

    [LibraryImport(Library)]
    public static partial void EC_KEY_free(nint key);

    [LibraryImport(Library)]
    public static partial nint EVP_PKEY_new();

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_set1_EC_KEY(nint pkey, nint key);

    [LibraryImport(Library)]
    public static partial void EVP_PKEY_free(nint pkey);

    [LibraryImport(Library)]
    public static partial nint BN_bin2bn(byte* octets, int length, nint target);

    [LibraryImport(Library)]
    public static partial void BN_free(nint number);

    [LibraryImport(Library)]
    public static partial nint ECDSA_SIG_new();

    [LibraryImport(Library)]
    public static partial int ECDSA_SIG_set0(nint signature, nint r, nint s);

    [LibraryImport(Library)]
    public static partial void ECDSA_SIG_free(nint signature);
}
