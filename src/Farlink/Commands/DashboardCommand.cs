using System.CommandLine;
using Farlink.Dashboard.Access;

namespace Farlink.Commands;

/// <summary><c>farlink dashboard</c>: who may see it.</summary>
internal static class DashboardCommand
{
    public static Command Create() => new("dashboard", "The page that shows what an end does") { CreatePassword() };

    private static Command CreatePassword()
    {
        var command = new Command(
            "password",
            "Print the line password_hash of [dashboard] for a new password: one asked for, or the first line of standard "
            + "input.\n\nExample: farlink dashboard password");
        command.SetAction(async (_, cancellationToken) =>
        {
            var password = await ReadAsync(cancellationToken);
            if (password.Length is < PasswordHash.FewestCharacters or > PasswordHash.MostCharacters)
            {
                throw new UsageException(
                    $"The password must have {PasswordHash.FewestCharacters} to {PasswordHash.MostCharacters} characters; this "
                    + $"one has {password.Length}.");
            }

            Console.WriteLine($"password_hash = \"{PasswordHash.Create(password)}\"");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<string> ReadAsync(CancellationToken cancellationToken) => Console.IsInputRedirected
        ? await Console.In.ReadLineAsync(cancellationToken) ?? "" : Passphrase.AskNew("Password of the dashboard: ");
}
