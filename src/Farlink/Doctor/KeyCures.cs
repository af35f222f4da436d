using System.Globalization;
using Farlink.Host.Doctor;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using HostDeniedException = Farlink.Host.Inspection.HostDeniedException;

namespace Farlink.Doctor;

/// <summary>
/// How keys and certificates are put right that cannot be used. What is only closed, or too open, is not made anew.
/// </summary>
internal static class KeyCures
{
    private const string ServiceUser = "farlink";

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>What is said of one that could not be read or used.</summary>
    /// <param name="context">The end.</param>
    /// <param name="files">What was read: paths, or URIs of keys; the message names the one that is meant.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="otherwise">The cure if it is no matter of rights.</param>
    /// <exception cref="HostDeniedException">This user may not read it, and the service's user may: nothing is wrong.</exception>
    public static Finding Of(ProgramContext context, IEnumerable<string?> files, Exception failure, string otherwise)
    {
        var file = files.OfType<string>().Select(FileOf).OfType<string>()
            .FirstOrDefault(path => failure.Message.Contains(path, StringComparison.Ordinal));
        if (file is null) return Finding.Fail(failure.Message, otherwise);
        var isKey = failure is KeyFileException;
        if (failure.InnerException is UnauthorizedAccessException)
        {
            if (IsForTheService(context, file)) throw new HostDeniedException(file, failure);
            return Finding.Fail(failure.Message, isKey ? Own(context, file) : $"sudo chmod 644 {file}");
        }

        return isKey && File.Exists(file) && (File.GetUnixFileMode(file) & Others) != 0
            ? Finding.Fail(failure.Message, $"sudo chmod 600 {file}") : Finding.Fail(failure.Message, otherwise);
    }

    /// <summary>The command that puts a file where the service's user may read it, and nobody else.</summary>
    /// <param name="context">The end.</param>
    /// <param name="from">The file that was brought.</param>
    /// <param name="to">Its place.</param>
    public static string Install(ProgramContext context, string from, string to) =>
        $"sudo install -m 600{(UserOf(context) is null ? "" : $" -o {ServiceUser}")} {from} {to}";

    /// <summary>The path of a key that is in a file; null for one in a chip or token.</summary>
    public static string? FileOf(string key) => SecureElements.FileOf(key) ?? (SecureElements.IsKnown(key) ? null : key);

    /// <summary>
    /// What is said of a key that root can read here, and the service's user cannot; null if there is none, or the state folder
    /// is not that user's.
    /// </summary>
    /// <param name="context">The end.</param>
    /// <param name="keys">Paths, or URIs of keys.</param>
    public static Finding? OfRoot(ProgramContext context, IEnumerable<string?> keys)
    {
        var state = Path.GetDirectoryName(context.Subject.StorePath) ?? "/";
        if (UserOf(context) is not { } service || OwnerOf(state) != service) return null;
        return keys.OfType<string>().Select(FileOf).FirstOrDefault(path => IsOfAnother(path, service)) is { } file
            ? Finding.Fail(
                $"{file} is not the user {ServiceUser}'s, and closed to all others: the service cannot read it",
                Own(context, file))
            : null;
    }

    private static bool IsOfAnother(string? path, uint user) => path is not null && OwnerOf(path) is { } owner && owner != user;

    /// <summary>The number of the user that a file belongs to; null if it is not there, or cannot be looked at.</summary>
    private static uint? OwnerOf(string path)
    {
        try
        {
            return FileOwner.UserOf(path);
        }
        catch (KeyFileException)
        {
            return null;
        }
    }

    /// <summary>The command that gives a key to the user that runs the service, and to nobody else.</summary>
    public static string Own(ProgramContext context, string file)
    {
        var user = UserOf(context) is null ? Environment.UserName : ServiceUser;
        return $"sudo chown {user}: {file} && sudo chmod 600 {file}";
    }

    /// <summary>Whether it is the service's, and this user another one; in a closed folder it is taken for that.</summary>
    private static bool IsForTheService(ProgramContext context, string file)
    {
        try
        {
            return !FileOwner.IsOwn(file) && UserOf(context) is { } service && FileOwner.UserOf(file) == service;
        }
        catch (KeyFileException)
        {
            return true;
        }
    }

    /// <summary>The number of the user that the packages run the service as; null if there is none.</summary>
    private static uint? UserOf(ProgramContext context) =>
        context.Host.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && fields[0] == ServiceUser) is { } user
        && uint.TryParse(user[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
