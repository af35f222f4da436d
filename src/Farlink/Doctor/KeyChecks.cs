using Farlink.Commands;
using Farlink.Host.Doctor;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;

namespace Farlink.Doctor;

/// <summary>Secure elements, and the static key of paired ends wherever it is.</summary>
internal static class KeyChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("element.chip", "The secure element answers and is locked", "the ATECC608's configuration zone",
            "farlink element probe --bus 1", Chip),
        ProgramCheck.Of("element.key", "The static key can be used, and is the one that was paired",
            "link.element and the pairings", "sudo -u farlink farlink pair -c /etc/farlink/farlink.toml --replace", KeyAsync),
    ];

    private static Finding Chip(ProgramContext context)
    {
        if (context.Subject.Elements.Count == 0) return Finding.Skip("no key is in a chip on I2C");
        List<string> serials = [];
        foreach (var element in context.Subject.Elements)
        {
            if (Look(context, element, serials) is { } bad) return bad;
        }

        return Finding.Ok($"ATECC608 {string.Join(", ", serials)}, locked");
    }

    /// <summary>What is wrong with one; null if nothing is. It takes turns with a service that uses it.</summary>
    private static Finding? Look(ProgramContext context, ElementSubject element, List<string> serials)
    {
        var where = $"bus {element.Bus}, address 0x{element.Address:X2}";
        var uri = $"\"atecc608:?bus={element.Bus}&address=0x{element.Address:X2}\"";
        var probe = $"farlink element probe --bus {element.Bus}";
        try
        {
            using var bus = context.OpenI2c(element.Bus);
            using var chip = Atecc608Chip.Open(
                bus, element.Address, context.I2cClock, ChipTurns.Of(element.Bus, element.Address));
            if (!chip.IsThere())
            {
                return Finding.Fail(
                    $"no ATECC608 answers at {where}",
                    $"check {HeaderPins.Words("SDA", 2)}, {HeaderPins.Words("SCL", 3)}, 3.3 V and ground; then: {probe}");
            }

            var config = chip.ReadConfig();
            serials.Add(AteccConfig.Serial(config));
            if (!AteccConfig.IsConfigLocked(config))
            {
                return Finding.Fail(
                    $"the ATECC608 at {where} is blank: nothing in it is protected",
                    $"farlink element provision {uri} && farlink element lock {uri} --yes");
            }

            return AteccConfig.IsDataLocked(config)
                ? null
                : Finding.Fail(
                    $"the ATECC608 at {where} is locked by half: its slots are open", $"farlink element lock {uri} --yes");
        }
        catch (Exception failure) when (failure is ElementException or AteccException or IOException)
        {
            return Finding.Fail($"{where}: {failure.Message}", probe);
        }
    }

    private static async Task<Finding> KeyAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var uri = context.Config.Link.Pairing?.Element ?? context.Config.Link.Element;
        var file = SecureElements.FileOf(uri);
        if (await context.StrangerAsync(path => path == file, cancellationToken) is { } stranger) return stranger;
        try
        {
            using var element = LinkComposition.OpenElement(context.Config);
            return element is null
                ? Finding.Skip("nothing is paired with a key of this end")
                : KeyCures.OfRoot(context, [file]) ?? Finding.Ok($"{element.Description}, as paired");
        }
        catch (Exception failure) when (failure is ElementException or KeyFileException)
        {
            var anew = await PairCure.OfAsync(context, replace: true, cancellationToken);
            return KeyCures.Of(context, [uri], failure, file is null ? $"farlink element probe\n{anew}" : anew);
        }
    }
}
