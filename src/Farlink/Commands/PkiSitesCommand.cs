using System.CommandLine;
using System.Numerics;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Output;
using Farlink.Runtime.Notices;
using Farlink.Storage;

namespace Farlink.Commands;

/// <summary><c>farlink pki sites</c>: where a revocation is in force, and where it is still on its way.</summary>
internal static class PkiSitesCommand
{
    public static Command Create()
    {
        var file = ConfigCommand.FileOption();
        var json = Options.Of("--json", "Print one JSON object", false);
        var command = new Command(
            "sites",
            "At a base: which list of revocations is in force at which site. A running base carries a new list to every site, "
            + "and "
            + "each says when it has it.\n\nExample: farlink pki sites -c farlink.toml")
        {
            file, json,
        };
        command.SetAction(parsed =>
        {
            var (newest, sites) = Read(parsed.GetValue(file)!);
            Console.Out.Write(parsed.GetValue(json) ? SiteListTable.ToJson(sites, newest) : SiteListTable.ToText(sites, newest));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The newest list that a base knows, and what is in force at its sites.</summary>
    /// <exception cref="PkiException">The base carries no list.</exception>
    public static (BigInteger Newest, IReadOnlyList<SiteList> Sites) Read(string path)
    {
        var config = ConfigCommand.Load(path, Role.Base);
        var list = Trust.Open(config).Revocations?.Current ?? throw new PkiException(
            $"This base carries no list of revocations: there is no {config.Broker.RevocationFile}. Make one with: farlink pki "
            + "revoke, and name it in [broker] crl");
        var (image, _) = SqliteStore.Peek(config.Link.StorePath);
        return (list.Number, [.. config.Sites.Where(site => site.IsReady).Select(site =>
            new SiteList(site.Name, site.Id, SiteRevocations.NumberAt(image, site.Id)))]);
    }
}
