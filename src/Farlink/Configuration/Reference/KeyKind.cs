namespace Farlink.Configuration.Reference;

/// <summary>What the value of a key is.</summary>
internal enum KeyKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>The path of a file or folder.</summary>
    Path,

    /// <summary>A private key: the path of a file, or the URI of a secure element.</summary>
    Key,

    /// <summary>A whole number in a range.</summary>
    Integer,

    /// <summary>A number in a range.</summary>
    Number,

    /// <summary>A length of time in a range.</summary>
    Span,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An IP address and a port.</summary>
    Endpoint,

    /// <summary>A list of texts.</summary>
    Texts,
}
