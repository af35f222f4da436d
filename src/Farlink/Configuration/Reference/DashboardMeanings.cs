namespace Farlink.Configuration.Reference;

/// <summary>The table [dashboard].</summary>
internal static class DashboardMeanings
{
    public static IReadOnlyList<KeyMeaning> All { get; } =
    [
        new(
            "listen",
            "where the page is; port 0: a free one, told in the log. Not on loopback only with `password_hash`, `certificate` "
            + "and `key`. `--dashboard` counts more")
        {
            Default = "none: there is no dashboard",
        },
        new(
            "password_hash",
            "what a login is checked by: the line that `farlink dashboard password` prints. Without it nobody signs in, and the "
            + "page can change nothing")
        {
            Form = "`\"pbkdf2-sha256$ITERATIONS$SALT$HASH\"`",
        },
        new("certificate", "certificate for TLS, PEM; goes together with `key`"),
        new("key", "its private key, PEM, mode 0600; goes together with `certificate`"),
        new("payloads", "whether it keeps and shows what is in messages, in memory; needs `password_hash`"),
        new("history", "whether samples of links are kept for a month, in `history.db` beside `store`"),
        new("metrics", "whether `/metrics` answers Prometheus"),
        new("planner", "whether the page may simulate networks, which takes a core while it lasts"),
        new(
            "hosts",
            "further names it is called by, as a browser has them; others are refused, so that no foreign page reaches it")
        {
            Form = "list of `\"NAME\"` or `\"NAME:PORT\"`",
        },
    ];
}
