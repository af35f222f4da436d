using Farlink.Commands;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>Which certificates of a base stay: all that fit, unless somebody wants new ones.</summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="replace">Whether new ones were asked for.</param>
internal sealed class CertificateQuestions(IQuestions ask, bool replace)
{
    /// <summary>Those that stay.</summary>
    /// <param name="known">Those that there are.</param>
    /// <exception cref="UsageException">One does not fit and there is nobody to ask.</exception>
    public IReadOnlyList<KnownCertificate> AskKept(IReadOnlyList<KnownCertificate> known)
    {
        if (replace) return [];
        var good = known.Where(one => one.Fault is null).ToList();
        var bad = known.Where(one => one.Fault is not null).ToList();
        return [.. good.Count > 0 && IsGoodKept(good) ? good : [], .. bad.Count > 0 && !IsBadReplaced(bad) ? bad : []];
    }

    private bool IsGoodKept(List<KnownCertificate> good)
    {
        if (!ask.CanAsk) return true;
        ask.Say($"The CA has issued certificates of these names, and they are good: {Names(good)}.");
        return ask.Confirm(new Question("Keep them; new ones must be carried to their bearers", "--replace") { Default = "y" });
    }

    private bool IsBadReplaced(List<KnownCertificate> bad)
    {
        var faults = string.Concat(bad.Select(one => $"\n  {Printable.Escape(one.Path)}: {Printable.Escape(one.Fault!)}"));
        if (!ask.CanAsk)
        {
            throw new UsageException(
                $"Nothing was written: certificates that are there do not fit.{faults}\nSay --replace for new ones; what is "
                + "there is kept.");
        }

        ask.Say($"These do not fit:{faults}");
        return ask.Confirm(
            new Question("Make new ones; what is there is kept", "--replace") { Default = "y" });
    }

    private static string Names(List<KnownCertificate> some) => string.Join(", ", some.Select(one => one.Wanted.FileName));
}
