using System.Collections.Frozen;

namespace Farlink.Host.Wifi;

/// <summary>
/// The codes that ISO 3166-1 has assigned, and how far an access point of 20 MHz may go in the 2.4 GHz band there, after
/// wireless-regdb 2026.05.30.
/// </summary>
public static class WifiCountries
{
    private const string Thirteen =
        "AD AE AF AI AL AM AR AT AU AW AZ BA BB BD BE BF BG BH BL BN BO BR BS BT BW BY BZ CA CF CH CI CL CN CO CR CU CX "
        + "CY CZ DE DK DZ EC EE EG ES ET FI FO FR GB GE GF GH GI GL GP GR GT GY HK HN HR HU ID IE IL IM IN IR IS IT JM JO "
        + "JP KE KH KN KP KR KW KY KZ LB LC LI LK LS LT LU LV MA MC MD ME MF MK MN MO MQ MR MT MU MV MW MX MY NA NG NL NO "
        + "NP NZ OM PA PE PF PG PH PK PL PM PT PY QA RE RO RS RU RW SA SE SG SI SK SM SN SR SV SX SY TC TD TG TH TN TR TT "
        + "TW TZ UA UG UY UZ VA VC VE VN VU WF WS YE YT ZA ZW";

    private const string Eleven = "AS BM DM DO FM GD GU HT MH MP NI PR PW US VI";

    /// <summary>Unknown to wireless-regdb: the kernel lets an access point use what is allowed everywhere.</summary>
    private const string Unlisted =
        "AG AO AQ AX BI BJ BQ BV CC CD CG CK CM CV CW DJ EH ER FJ FK GA GG GM GN GQ GS GW HM IO IQ JE KG KI KM LA LR LY "
        + "MG ML MM MS MZ NC NE NF NR NU PN PS SB SC SD SH SJ SL SO SS ST SZ TF TJ TK TL TM TO TV UM VG ZM";

    private static readonly FrozenSet<string> WithThirteen = Thirteen.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> WithEleven =
        $"{Eleven} {Unlisted}".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many codes are assigned.</summary>
    public static int Count => WithThirteen.Count + WithEleven.Count;

    /// <summary>Whether a code is assigned; two capital letters.</summary>
    public static bool IsAssigned(string code) => WithThirteen.Contains(code) || WithEleven.Contains(code);

    /// <summary>The highest channel of the 2.4 GHz band: 11 or 13. The lowest is 1 everywhere.</summary>
    /// <param name="code">An assigned code.</param>
    public static int HighestChannel(string code) => WithThirteen.Contains(code) ? 13 : 11;
}
