using Farlink.Protocol.Link;
using Farlink.Protocol.RadioHead;

namespace Farlink.Configuration;

/// <summary>Reads [link].</summary>
internal sealed class LinkSection(string folder)
{
    private const int LongestName = 64;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);
    private static readonly double[] ModelSizes = [0, 1, 2, 4, 8, 16];

    /// <summary>Reads [link].</summary>
    public LinkConfig Bind(SectionReader link, Role role, PairingSection pairings) =>
        link.Choice("mode", true, ("farlink", true), ("radiohead", false))
            ? BindNative(link, role, pairings) : BindRadioHead(link, role);

    /// <summary>Rejects a name that would not be one level of a topic.</summary>
    public static string CheckName(SectionReader section, string name)
    {
        if (IsName(name)) return name;
        section.Reject(
            "name", $"\"{Protocol.Text.Printable.Escape(name)}\"",
            $"at most {LongestName} characters, without + # / : it becomes part of topics");
        return name;
    }

    /// <summary>Whether a name may be one level of a topic.</summary>
    public static bool IsName(string name) =>
        name.AsSpan().IndexOfAny("+#/") < 0 && !name.Any(char.IsControl) && name.Length <= LongestName;

    /// <summary>The file of the durable queues.</summary>
    public static string StorePath(SectionReader link, string folder) =>
        link.FilePath("store", folder, "farlink.db");

    private LinkConfig BindNative(SectionReader link, Role role, PairingSection pairings)
    {
        const string radioHeadOnly = "belongs to mode = \"radiohead\"";
        link.Ignore(radioHeadOnly, "address", "to", "codec", "reliable", "acknowledge", "retries", "timeout", "queue");
        if (role == Role.Base) link.Ignore("belongs to a site; a base has a [[site]] for each link", "id", "key_file");
        var isShared = PairingSection.IsShared(link);
        var pairing = role == Role.Site && !isShared ? pairings.OfSite(link) : null;
        if (role == Role.Site && !isShared && pairing is null)
            link.WarnUnpaired("session", "this site is not paired, and no base knows it. Pair it with: farlink pair");
        var config = new LinkConfig
        {
            IsNative = true,
            Id = role == Role.Base ? (byte)0 : pairing?.Link ?? (byte)link.Integer("id", 1, 1, 255),
            KeyFile = role == Role.Site && isShared ? link.FilePath("key_file", folder, "link.key") : null,
            Pairing = pairing,
            Element = pairings.Element,
            PairingFolder = pairings.Folder,
            StorePath = StorePath(link, folder),
            MostMessageOctets = (int)link.Integer("max_message", 8192, 256, 65_536),
            ModelMebibytes = ModelMebibytes(link),
            AddsTrace = link.Flag("trace", false),
            Address = 0,
            To = 0,
            Codec = "none",
            Reliable = false,
            Acknowledge = AcknowledgePolicy.Never,
            Retries = 0,
            Timeout = null,
            MostQueued = 0,
        };
        link.Finish();
        return config;
    }

    private static int ModelMebibytes(SectionReader link)
    {
        var mebibytes = (int)link.Integer("model_mib", LinkOptions.UsualModelMebibytes, 0, 16);
        link.Allows("model_mib", ModelSizes.Select(size => TomlValue.Of(size)));
        if ((mebibytes & (mebibytes - 1)) != 0) link.Reject("model_mib", $"{mebibytes}", "0, 1, 2, 4, 8 or 16");
        return mebibytes;
    }

    private LinkConfig BindRadioHead(SectionReader link, Role role)
    {
        link.Ignore(
            "has no effect in radiohead mode", "id", "session", "max_message", "model_mib", "element", "pairings", "trace");
        var codec = link.Choice(
            "codec", "rh-encrypted", ("rh-encrypted", "rh-encrypted"), ("seed-zero-pad", "seed-zero-pad"), ("none", "none"));
        var keyFile = link.OptionalPath("key_file", folder);
        if (codec != "none" && keyFile is null)
            link.Reject(
                "key_file",
                "nothing",
                $"the codec {codec} needs the file with the key both ends share. Make one with: farlink key new FILE");
        var timeout = link.SpanOrWord(
            "timeout", "airtime", RadioHeadOptions.DefaultTimeout.ToTimeSpan(), ShortestTimeout, LongestTimeout);
        var config = new LinkConfig
        {
            IsNative = false,
            StorePath = StorePath(link, folder),
            Address = (byte)link.Integer("address", role == Role.Site ? 10 : 1, 0, 254),
            To = (byte)link.Integer("to", role == Role.Site ? 1 : 10, 0, 255),
            Codec = codec,
            KeyFile = keyFile,
            Reliable = link.Flag("reliable", false),
            Acknowledge = link.Choice(
                "acknowledge", AcknowledgePolicy.ReliableSenders, ("auto", AcknowledgePolicy.ReliableSenders),
                ("always", AcknowledgePolicy.Always), ("never", AcknowledgePolicy.Never)),
            Retries = (int)link.Integer("retries", 3, 0, 20),
            Timeout = timeout,
            MostQueued = (int)link.Integer("queue", 64, 1, 100_000),
        };
        link.Finish();
        return config;
    }
}
