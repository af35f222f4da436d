namespace Farlink.Host.Inspection;

/// <summary>A user of this host.</summary>
/// <param name="Name">Its name; its number where it has none.</param>
/// <param name="IsRoot">Whether it may do everything.</param>
/// <param name="Groups">Its groups.</param>
internal sealed record Account(string Name, bool IsRoot, IReadOnlySet<string> Groups)
{
    /// <summary>The user that the packages run the service as.</summary>
    public const string ServiceUser = "farlink";

    /// <summary>
    /// Whose rights count: those of this process; if it is root's, those of the service's user, where there is one.
    /// </summary>
    public static Account Read(HostView host)
    {
        var groups = host.ReadLines("/etc/group").Select(line => line.Split(':')).Where(fields => fields.Length >= 4).ToList();
        var users = host.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length >= 4).ToList();
        var status = host.ReadLines("/proc/self/status").ToList();
        var uid = Numbers(status, "Uid:").FirstOrDefault() ?? "0";
        var user = users.Find(fields => fields[2] == uid);
        if (uid == "0" && users.Find(fields => fields[0] == ServiceUser) is { } service) return OfUser(service, groups);
        HashSet<string> numbers = [.. Numbers(status, "Gid:"), .. Numbers(status, "Groups:")];
        var own = groups.Where(fields => numbers.Contains(fields[2])).Select(fields => fields[0]).ToHashSet();
        return new Account(user?[0] ?? uid, uid == "0", own);
    }

    /// <summary>The number of the service's user; null where there is none.</summary>
    public static string? ServiceUserId(HostView host) => host.ReadLines("/etc/passwd").Select(line => line.Split(':'))
        .FirstOrDefault(fields => fields.Length >= 4 && fields[0] == ServiceUser)?[2];

    private static Account OfUser(string[] user, List<string[]> groups) => new(
        user[0], false,
        groups.Where(fields => fields[2] == user[3] || fields[3].Split(',').Contains(user[0])).Select(fields => fields[0])
            .ToHashSet());

    private static string[] Numbers(List<string> status, string key) =>
        status.Find(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? line[key.Length..].Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries) : [];
}
