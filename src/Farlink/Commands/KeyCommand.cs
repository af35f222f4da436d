using System.CommandLine;
using Farlink.Keys.Files;

namespace Farlink.Commands;

/// <summary><c>farlink key</c>: files with the key that both ends of a link share.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "File to make" };
        var create = new Command(
            "new",
            "Write 16 random octets into a new file that only you may read.\n\nExample: farlink key new link.key") { file };
        create.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            LinkKeyFile.Create(path);
            Console.WriteLine($"{path}: a new 128-bit key, mode 0600. Copy it to the other end by a way nobody else sees.");
            return ExitCodes.Done;
        });
        return new Command("key", "Key files shared by both ends of a link") { create };
    }
}
