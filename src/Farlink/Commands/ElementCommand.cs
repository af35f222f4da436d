using System.CommandLine;
using System.Device.I2c;
using System.Globalization;
using System.Text;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary><c>farlink element</c>: see which are there, give one its keys, lock it, ask for a certificate.</summary>
internal static class ElementCommand
{
    /// <summary>Addresses that are tried: blank chips, Trust&amp;GO, TrustFLEX.</summary>
    private static readonly (int Address, string Kind)[] Addresses =
        [(0x60, "ATECC608"), (0x35, "ATECC608 Trust&GO (TNGTLS)"), (0x36, "ATECC608 TrustFLEX (TFLXTLS)")];

    /// <summary>The command.</summary>
    /// <param name="openBus">Opens an I2C bus.</param>
    /// <param name="clock">Time for the driver.</param>
    public static Command Create(Func<int, I2cBus> openBus, AteccClock clock) =>
        new("element", "Secure elements: keys that stay in their chip")
        {
            CreateProbe(openBus, clock), CreateProvision(openBus, clock), CreateLock(openBus, clock), CreateCsr(openBus, clock),
        };

    private static Command CreateProbe(Func<int, I2cBus> openBus, AteccClock clock)
    {
        var bus = Options.Number("--bus", "N of /dev/i2c-N", 1, 0, 255);
        var json = Options.Of("--json", "Print one JSON object", false);
        var command = new Command(
            "probe",
            "Look for an ATECC608 on an I2C bus, and say what its slots may do. Changes nothing.\n\n"
            + "Example: farlink element probe --bus 1")
        {
            bus, json,
        };
        command.SetAction(parsed => Probe(openBus, clock, (int)parsed.GetValue(bus), parsed.GetValue(json)));
        return command;
    }

    private static Command CreateProvision(Func<int, I2cBus> openBus, AteccClock clock)
    {
        var uri = UriArgument();
        var command = new Command(
            "provision",
            "Write the configuration for TLS (slot 0) and sessions (slot 2) into a blank chip, and read it back. Nothing is "
            + "locked: this can be undone.\n\nExample: farlink element provision \"atecc608:?bus=1&address=0x60\"")
        {
            uri,
        };
        command.SetAction(parsed => With(openBus, clock, parsed.GetValue(uri)!, (chip, where) =>
        {
            var words = AteccProvisioning.Write(chip);
            Console.WriteLine(words == 0
                ? $"{where}: has this configuration already" : $"{where}: {words} words written, and read back");
            Console.Write(SlotTable(chip.ReadConfig(), AteccConfig.SigningSlot, AteccConfig.AgreementSlot));
            Console.WriteLine("Nothing is locked yet. Next: farlink element lock, which cannot be undone");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command CreateLock(Func<int, I2cBus> openBus, AteccClock clock)
    {
        var uri = UriArgument();
        var yes = Options.Of("--yes", "Do it; without this, only what it would do is printed", false);
        var command = new Command(
            "lock",
            "Make the keys of a provisioned chip and lock it, for ever. Then show that it keeps its keys. Goes on where it was "
            + "interrupted.\n\nExample: farlink element lock \"atecc608:?bus=1&address=0x60\" --yes")
        {
            uri, yes,
        };
        command.SetAction(parsed => With(openBus, clock, parsed.GetValue(uri)!, (chip, where) =>
        {
            Console.WriteLine($"{where}, serial number {AteccConfig.Serial(chip.ReadConfig())}. This cannot be undone. It");
            foreach (var effect in AteccProvisioning.WhatLockingDoes) Console.WriteLine($"  - {effect}");
            if (!parsed.GetValue(yes)) throw new UsageException("Nothing was changed. To do it, say --yes.");
            AteccProvisioning.Lock(chip, step => Console.WriteLine(step));
            Console.WriteLine("Done. Next: farlink element csr, for a certificate of slot 0");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command CreateCsr(Func<int, I2cBus> openBus, AteccClock clock)
    {
        var uri = new Argument<string>("URI") { Description = $"The element: {SecureElements.Forms}" };
        var name = Options.Required<string>("--name", "Name of the device: the certificate's common name");
        var output = Options.Optional<string>("--output", "File to write; default standard output");
        var command = new Command(
            "csr",
            "Write a certificate request for the key of an element, which signs it. The CA answers with farlink pki issue --csr."
            + "\n\nExample: farlink element csr \"atecc608:?bus=1&slot=0\" --name esp8266 --output esp8266.csr.pem")
        {
            uri, name, output,
        };
        command.SetAction(parsed =>
        {
            using var element = Open(openBus, clock, parsed.GetValue(uri)!);
            var request = ElementRequest.Create(element, parsed.GetValue(name)!);
            if (parsed.GetValue(output) is not { } path)
            {
                Console.Write(request);
                return ExitCodes.Done;
            }

            File.WriteAllText(path, request);
            Console.WriteLine($"{path}: request for the key of {element.Description}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Argument<string> UriArgument() =>
        new("URI") { Description = "The chip: atecc608:?bus=1&address=0x60" };

    private static ISecureElement Open(Func<int, I2cBus> openBus, AteccClock clock, string uri) =>
        Atecc608Uri.TryParse(uri, out var chip, out _)
            ? Atecc608Element.Open(chip, openBus(chip.Bus), clock) : SecureElements.Open(uri);

    private static int With(
        Func<int, I2cBus> openBus, AteccClock clock, string text, Func<Atecc608Chip, string, int> work)
    {
        if (!Atecc608Uri.TryParse(text, out var uri, out var problem))
            throw new UsageException($"{SecureElements.Shown(text)}: {problem}");
        using var bus = openBus(uri.Bus);
        using var chip = Atecc608Chip.Open(bus, uri.Address, clock, ChipTurns.Of(uri.Bus, uri.Address));
        try
        {
            return work(chip, $"ATECC608 at bus {uri.Bus}, address 0x{uri.Address:X2}");
        }
        catch (AteccException failure)
        {
            throw new ElementException($"{uri}: {failure.Message}", failure);
        }
    }

    private static int Probe(Func<int, I2cBus> openBus, AteccClock clock, int number, bool asJson)
    {
        using var bus = openBus(number);
        List<(int Address, string Kind, byte[] Config, byte[] Revision)> found = [];
        foreach (var (address, kind) in Addresses)
        {
            using var chip = Atecc608Chip.Open(bus, address, clock, ChipTurns.Of(number, address));
            if (!chip.IsThere()) continue;
            try
            {
                found.Add((address, kind, chip.ReadConfig(), chip.Revision()));
            }
            catch (AteccException failure)
            {
                throw new ElementException($"A chip answers at 0x{address:X2}, but: {failure.Message}", failure);
            }
        }

        if (asJson) Console.Write(ElementReport.ToJson(number, found));
        else foreach (var one in found) Console.Write(ElementReport.ToText(number, one));
        if (found.Count > 0) return ExitCodes.Done;
        if (!asJson)
        {
            Console.Error.WriteLine(
                $"farlink: no ATECC608 answers on bus {number} at 0x60, 0x35 or 0x36. "
                + "Is it wired and powered, and does the bus run at 100 kHz (dtparam=i2c_arm_baudrate=100000)?");
        }

        return ExitCodes.Failed;
    }

    private static string SlotTable(byte[] config, params int[] slots)
    {
        var text = new StringBuilder();
        foreach (var slot in slots)
            text.AppendLine(CultureInfo.InvariantCulture, $"  slot {slot}: {AteccConfig.Describe(config, slot)}");
        return text.ToString();
    }
}
