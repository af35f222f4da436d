using System.CommandLine;
using Farlink.Setup;

namespace Farlink.Commands;

/// <summary><c>farlink init</c>: asks, then writes the configuration, keys and certificates of a site or base.</summary>
internal static class InitCommand
{
    /// <summary>Makes it.</summary>
    /// <param name="context">Gives the host and the terminal, once it runs.</param>
    public static Command Create(Func<InitContext> context)
    {
        var options = new InitOptions();
        var command = new Command(
            "init",
            "Set up this host as a site or base: asks a few questions, then writes farlink.toml, users, certificates and keys, "
            + "all of it or nothing; examines the host at the end. Begin at the base: it makes the site's certificates in a "
            + "folder that is carried to the site. Each question has an option; with --yes nothing is asked.\n\n"
            + "Example: sudo farlink init\n"
            + "Example: farlink init --role base --site barn --region EU868 --board dragino-lora-gps-hat --preset seed "
            + "--upstream mqtts://broker.example:8883 --output house --yes\n"
            + "Example: farlink init --role site --certificates house/site-barn --board dragino-lora-gps-hat --no-wifi "
            + "--output barn --yes\n"
            + "Example: sudo farlink init --add-site well");
        options.AddTo(command);
        command.SetAction((parsed, stop) => new InitRun(context(), options.Read(parsed)).RunAsync(stop));
        return command;
    }
}
