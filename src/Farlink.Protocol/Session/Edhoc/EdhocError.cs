namespace Farlink.Protocol.Session.Edhoc;

/// <summary>An error message (RFC 9528 §6). It is not protected: whoever gets one from the air only counts it.</summary>
/// <param name="Code">1: unspecified; 2: wrong cipher suite; 3: unknown credential referenced.</param>
/// <param name="Words">With code 1: a text for a log, hostile like everything that comes from afar.</param>
/// <param name="Suites">With code 2: what the responder supports; else empty.</param>
public sealed record EdhocError(int Code, string Words, IReadOnlyList<int> Suites)
{
    /// <summary>Something went wrong.</summary>
    public const int Unspecified = 1;

    /// <summary>The selected cipher suite is not the one to use.</summary>
    public const int WrongSuite = 2;

    /// <summary>A credential was referred to that is not known.</summary>
    public const int UnknownCredential = 3;

    private const int MostSuites = 16;

    /// <summary>What to answer to a message that failed.</summary>
    /// <param name="failure">Why it failed.</param>
    /// <param name="options">What this end supports.</param>
    public static EdhocError For(EdhocFailure failure, EdhocOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return failure switch
        {
            EdhocFailure.UnsupportedSuite => new(WrongSuite, "", options.Suites),
            EdhocFailure.UnknownCredential => new(UnknownCredential, "", []),

            // What exactly was wrong is nobody's business (RFC 9528 §9.1).
            _ => new(Unspecified, "refused", []),
        };
    }

    /// <summary>Reads one; false if the octets are none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, out EdhocError error)
    {
        error = new EdhocError(0, "", []);
        var reader = new CborReader(octets);
        if (octets.Length > EdhocOptions.LongestMessage || !reader.TryReadInt(out var code)) return false;
        switch (code)
        {
            case Unspecified when reader.TryReadText(out var words):
                error = new(Unspecified, words, []);
                break;
            case WrongSuite when TryReadSuites(ref reader, out var suites):
                error = new(WrongSuite, "", suites);
                break;
            case UnknownCredential when reader.TryReadTrue():
                error = new(UnknownCredential, "", []);
                break;
            default:
                return false;
        }

        return reader.IsAtEnd;
    }

    /// <summary>Its octets.</summary>
    public byte[] ToArray()
    {
        var writer = new CborWriter().Int(Code);
        switch (Code)
        {
            case WrongSuite:
                WriteSuites(writer, Suites);
                break;
            case UnknownCredential:
                writer.True();
                break;
            default:
                writer.Text(Words);
                break;
        }

        return writer.Written.ToArray();
    }

    /// <summary>Suites as messages carry them: one stands alone, several in an array (RFC 9528 §5.2.1).</summary>
    internal static void WriteSuites(CborWriter writer, IReadOnlyList<int> suites)
    {
        if (suites.Count > 1) writer.Array(suites.Count);
        foreach (var suite in suites) writer.Int(suite);
    }

    /// <summary>Reads suites; an array of one, and more than 16, are refused.</summary>
    internal static bool TryReadSuites(ref CborReader reader, out int[] suites)
    {
        suites = [];
        var count = 1;
        if (reader.Next == CborMajor.Array && (!reader.TryReadArray(out count) || count is < 2 or > MostSuites)) return false;
        var read = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadInt(out var suite) || suite is < short.MinValue or > short.MaxValue) return false;
            read[i] = (int)suite;
        }

        suites = read;
        return true;
    }
}
