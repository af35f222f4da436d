namespace Farlink.Protocol.Session.Edhoc;

/// <summary>Major types of CBOR (RFC 8949 §3.1); the others are of no use to EDHOC.</summary>
internal enum CborMajor
{
    /// <summary>A whole number, 0 and above.</summary>
    Unsigned,

    /// <summary>A whole number below 0.</summary>
    Negative,

    /// <summary>A byte string.</summary>
    Bytes,

    /// <summary>A text string.</summary>
    Text,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A map.</summary>
    Map,
}
