using System.Buffers.Binary;
using System.Net;

namespace Farlink.Host.Inspection;

/// <summary>What a name server answers (RFC 1035 §4.1).</summary>
/// <param name="Code">RCODE: 0 no error, 3 no such name, 5 refused.</param>
/// <param name="Addresses">Addresses of A and AAAA records in its answer section.</param>
internal sealed record DnsAnswer(int Code, IReadOnlyList<IPAddress> Addresses)
{
    private const int HeaderOctets = 12;

    /// <summary>The code in words.</summary>
    public string CodeName => Code switch
    {
        0 => "NOERROR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        5 => "REFUSED",
        _ => $"code {Code}",
    };

    /// <summary>Reads an answer; null if it is none to this question, or damaged.</summary>
    public static DnsAnswer? Parse(ReadOnlySpan<byte> octets, ushort id)
    {
        const int response = 0x8000, codeMask = 0x000F;
        if (octets.Length < HeaderOctets || Word(octets, 0) != id) return null;
        var flags = Word(octets, 2);
        if ((flags & response) == 0) return null;
        var (questions, answers) = (Word(octets, 4), Word(octets, 6));
        var at = HeaderOctets;
        for (var question = 0; question < questions; question++)
        {
            if (SkipName(octets, at) is not { } after || after + 4 > octets.Length) return null;
            at = after + 4;
        }

        List<IPAddress> addresses = [];
        for (var answer = 0; answer < answers; answer++)
            if (!ReadRecord(octets, ref at, addresses)) return null;
        return new DnsAnswer(flags & codeMask, addresses);
    }

    // NAME TYPE CLASS TTL RDLENGTH RDATA
    private static bool ReadRecord(ReadOnlySpan<byte> octets, ref int at, List<IPAddress> addresses)
    {
        const int fixedOctets = 10;
        if (SkipName(octets, at) is not { } after || after + fixedOctets > octets.Length) return false;
        var (type, length) = (Word(octets, after), Word(octets, after + 8));
        at = after + fixedOctets + length;
        if (at > octets.Length) return false;
        var data = octets.Slice(after + fixedOctets, length);
        if ((type == DnsQuery.A && length == 4) || (type == DnsQuery.Aaaa && length == 16)) addresses.Add(new IPAddress(data));
        return true;
    }

    /// <summary>Labels up to an empty one, or up to a pointer to others (§4.1.4).</summary>
    private static int? SkipName(ReadOnlySpan<byte> octets, int at)
    {
        const int pointer = 0xC0;
        while (at < octets.Length)
        {
            if (octets[at] == 0) return at + 1;
            if (octets[at] >= pointer) return at + 2;
            at += 1 + octets[at];
        }

        return null;
    }

    private static int Word(ReadOnlySpan<byte> octets, int at) => BinaryPrimitives.ReadUInt16BigEndian(octets[at..]);
}
