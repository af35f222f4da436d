using System.CommandLine;
using Farlink.Commands;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;

namespace Farlink.Tests;

/// <summary>Root pairs and unpairs, and the service, which is another user's, can use all that this leaves.</summary>
public sealed class PairAsRootTests : IDisposable
{
    private const uint Service = 12345;
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    private string Offer => Path.Combine(_folder, "barn.offer.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pair_ByRoot_IsTheServicesUsers()
    {
        if (Environment.UserName != "root") Assert.Skip("only root can make files for somebody else");
        var (site, station) = (await WriteAsync("site", "barn"), await WriteAsync("base", "home"));
        await RunAsync("pair", "offer", "-c", site, "--output", Offer);
        await RunAsync("pair", "accept", Offer, "-c", station, "--fingerprint", PairingOffer.Read(Offer).Fingerprint,
            "--output", Path.Combine(_folder, "answer"));
        AllOfTheService("site.key.pem");
        AllOfTheService("base.key.pem", "base.pairings", "base.pairings/001.pairing.json", "base.pairings/lock");

        await RunAsync("unpair", "barn", "-c", station);
        AllOfTheService("base.pairings/ended.list", "base.db.ended");
        Assert.Equal(0U, FileOwner.UserOf(Offer));
    }

    /// <summary>A key that is beside the configuration, where the service cannot write.</summary>
    [Fact]
    public async Task Pair_ByRootWithAKeyElsewhere_LetsTheServiceReadIt()
    {
        if (Environment.UserName != "root") Assert.Skip("only root can make files for somebody else");
        var site = await WriteAsync("site", "barn");
        await File.WriteAllTextAsync(
            site, (await File.ReadAllTextAsync(site)).Replace("file:state/", "file:", StringComparison.Ordinal));
        await RunAsync("pair", "offer", "-c", site, "--output", Offer);
        Assert.Equal(Service, FileOwner.UserOf(Path.Combine(_folder, "site.key.pem")));
    }

    private void AllOfTheService(params string[] names)
    {
        foreach (var name in names) Assert.Equal((name, Service), (name, FileOwner.UserOf(Path.Combine(_folder, "state", name))));
    }

    private async Task<string> WriteAsync(string role, string name)
    {
        var (path, state) = (Path.Combine(_folder, $"{role}.toml"), Path.Combine(_folder, "state"));
        Directory.CreateDirectory(state);
        Assert.Equal(0, (await Tool.RunAsync("chown", [$"{Service}:23456", state])).Code);
        await File.WriteAllTextAsync(
            path,
            $"""
            role = "{role}"
            name = "{name}"
            [link]
            store = "state/{role}.db"
            pairings = "state/{role}.pairings"
            element = "file:state/{role}.key.pem"
            """);
        return path;
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var command = new RootCommand { PairCommand.Create(), PairCommand.CreateUnpair() };
        var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        Assert.Equal(ExitCodes.Done, await command.Parse(arguments).InvokeAsync(settings));
    }
}
