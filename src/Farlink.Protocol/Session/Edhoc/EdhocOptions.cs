namespace Farlink.Protocol.Session.Edhoc;

/// <summary>What one end of EDHOC is set up for.</summary>
public sealed record EdhocOptions
{
    /// <summary>Octets of the longest connection identifier taken, as OSCORE's (RFC 8613 §3.3).</summary>
    public const int LongestConnectionId = 7;

    /// <summary>Octets of the longest message taken; a chain of certificates fits.</summary>
    public const int LongestMessage = 4096;

    /// <summary>At an initiator the first is used; a responder takes any of them. Default: both have static keys.</summary>
    public IReadOnlyList<EdhocMethod> Methods { get; init; } = [EdhocMethod.AgreeAgree];

    /// <summary>
    /// Suites in order of preference. An initiator may name ones that are not supported here; a responder names only such.
    /// Default: 2.
    /// </summary>
    public IReadOnlyList<int> Suites { get; init; } = [(int)EdhocSuite.Suite2];

    /// <summary>
    /// At an initiator: which it selects; null: the first of <see cref="Suites"/> that is supported. See
    /// <see cref="After(EdhocError)"/>.
    /// </summary>
    public EdhocSuite? SelectedSuite { get; init; }

    /// <summary>C_I or C_R, 1 to <see cref="LongestConnectionId"/> octets. Default: 0x37, sent as -24.</summary>
    public ReadOnlyMemory<byte> ConnectionId { get; init; } = new byte[] { 0x37 };

    /// <summary>With which this end signs; needed for methods that make it sign.</summary>
    public EdhocCredential? Signing { get; init; }

    /// <summary>
    /// With whose static key this end agrees; needed for the other methods. Its key is not the one of <see cref="Signing"/>: no
    /// key does both.
    /// </summary>
    public EdhocCredential? Agreement { get; init; }

    /// <summary>
    /// The credential of a peer, by its ID_CRED: a CBOR map, with <c>kid</c> written out as a byte string; null if unknown, or
    /// not trusted.
    /// </summary>
    public required Func<ReadOnlyMemory<byte>, EdhocCredential?> FindPeer { get; init; }

    /// <summary>What an initiator selects: see <see cref="SelectedSuite"/>.</summary>
    /// <exception cref="ArgumentException">None of the suites is supported, or the selected one is not among them.</exception>
    internal EdhocSuite Selected
    {
        get
        {
            foreach (var suite in Suites)
            {
                if (SelectedSuite is { } wanted ? suite == (int)wanted : EdhocSuites.IsSupported(suite)) return (EdhocSuite)suite;
            }

            throw new ArgumentException("No cipher suite of the options can be selected: 2 and 3 are supported.");
        }
    }

    /// <summary>
    /// Options for another try after a responder has refused the suite (RFC 9528 §6.3): with the most preferred suite of both.
    /// Null if there is none, or the error is another one.
    /// </summary>
    public EdhocOptions? After(EdhocError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        foreach (var suite in Suites)
        {
            if (EdhocSuites.IsSupported(suite) && error.Suites.Contains(suite) && suite != (int)Selected)
                return this with { SelectedSuite = (EdhocSuite)suite };
        }

        return null;
    }

    /// <summary>This end's credential for a method.</summary>
    internal EdhocCredential? Own(bool signs) => signs ? Signing : Agreement;

    /// <summary>Refuses options that no handshake can work with.</summary>
    internal EdhocOptions Checked()
    {
        if (ConnectionId.Length is 0 or > LongestConnectionId)
            throw new ArgumentException($"A connection identifier has 1 to {LongestConnectionId} octets.");
        if (Methods.Count == 0 || Suites.Count == 0) throw new ArgumentException("A method and a cipher suite are needed.");
        if (Signing is not null && Agreement is not null && Signing.Point.Span.SequenceEqual(Agreement.Point.Span))
            throw new ArgumentException("One key must not both sign and agree: it takes two.");
        return this;
    }
}
