namespace Farlink.Configuration.Reference;

/// <summary>The tables [[site]] of a base.</summary>
internal static class SiteMeanings
{
    public static IReadOnlyList<KeyMeaning> All { get; } =
    [
        new("id", "the link id, as in the site's `[link]`; every site has its own")
        {
            Default = "`1` for the first table, `2` for the next, ..; of a paired site its own",
        },
        new("session", "as in `[link]`") { Default = LinkMeanings.SessionDefault },
        new("name", "for logs and the topics below; every site has its own. A paired site is found by it")
        {
            Form = "text without `+` `#` `/`, at most 64 characters",
            Default = "`\"site1\"` for the first table, `\"site2\"` for the next, ..",
        },
        new("prefix", "topics of this site must begin so at the base's broker, or they are refused; `\"\"`: any topic"),
        new("key_file", "psk: the key of this link and of no other; a key used twice is refused") { Default = "`NAME.key`" },
    ];
}
