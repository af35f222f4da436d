namespace Farlink.Protocol.Session.Edhoc;

/// <summary>message_1 (RFC 9528 §5.2.1): METHOD, SUITES_I, G_X, C_I, EAD_1.</summary>
internal sealed record EdhocMessage1
{
    /// <summary>The method proposed.</summary>
    public required EdhocMethod Method { get; init; }

    /// <summary>The initiator's suites by preference, up to the one it selects.</summary>
    public required IReadOnlyList<int> Suites { get; init; }

    /// <summary>G_X, 32 octets.</summary>
    public required byte[] Ephemeral { get; init; }

    /// <summary>C_I.</summary>
    public required byte[] ConnectionId { get; init; }

    /// <summary>Its octets.</summary>
    public byte[] ToArray()
    {
        var writer = new CborWriter().Int((int)Method);
        EdhocError.WriteSuites(writer, Suites);
        writer.Bytes(Ephemeral);
        Edhoc.ConnectionId.Write(writer, ConnectionId);
        return writer.Written.ToArray();
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null, or what is wrong with it in form; whether its suite and method are wanted is another question.</returns>
    public static EdhocFailure? TryParse(ReadOnlySpan<byte> octets, out EdhocMessage1? message)
    {
        message = null;
        var reader = new CborReader(octets);
        if (octets.Length > EdhocOptions.LongestMessage || !reader.TryReadInt(out var method)) return EdhocFailure.Malformed;
        if (!EdhocError.TryReadSuites(ref reader, out var suites)) return EdhocFailure.Malformed;
        if (method is < 0 or > (long)EdhocMethod.AgreeAgree) return EdhocFailure.UnsupportedMethod;

        // Another suite may have points of another length: that is no fault of form.
        if (!reader.TryReadBytes(out var ephemeral)) return EdhocFailure.Malformed;
        if (!EdhocSuites.IsSupported(suites[^1])) return EdhocFailure.UnsupportedSuite;
        if (ephemeral.Length != P256.CoordinateSize) return EdhocFailure.InvalidPoint;
        if (!Edhoc.ConnectionId.TryRead(ref reader, out var connection)) return EdhocFailure.Malformed;
        if (connection.Length is 0 or > EdhocOptions.LongestConnectionId) return EdhocFailure.ConnectionIdSize;
        if (EdhocAuthorization.Check(reader.Rest) is { } failure) return failure;
        message = new EdhocMessage1
        {
            Method = (EdhocMethod)method,
            Suites = suites,
            Ephemeral = ephemeral.ToArray(),
            ConnectionId = connection.ToArray(),
        };
        return null;
    }
}
