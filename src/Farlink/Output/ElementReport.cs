using System.Globalization;
using System.Text;
using Farlink.Keys.Atecc608;

namespace Farlink.Output;

/// <summary>What <c>farlink element probe</c> found.</summary>
internal static class ElementReport
{
    private const int Slots = 16;

    public static string ToText(int bus, (int Address, string Kind, byte[] Config, byte[] Revision) chip)
    {
        var text = new StringBuilder();
        var uri = $"atecc608:?bus={bus}&address=0x{chip.Address:X2}";
        text.AppendLine(CultureInfo.InvariantCulture, $"{chip.Kind} at bus {bus}, address 0x{chip.Address:X2}: {uri}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  serial number  {AteccConfig.Serial(chip.Config)}");
        var revision = Convert.ToHexString(chip.Revision) + Model(chip.Revision);
        text.AppendLine(CultureInfo.InvariantCulture, $"  revision       {revision}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  configuration  {Lock(AteccConfig.IsConfigLocked(chip.Config))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  data           {Lock(AteccConfig.IsDataLocked(chip.Config))}");
        for (var slot = 0; slot < Slots; slot++)
        {
            var locked = AteccConfig.IsSlotLocked(chip.Config, slot) ? ", locked" : "";
            var use = AteccConfig.Describe(chip.Config, slot);
            text.AppendLine(CultureInfo.InvariantCulture, $"  slot {slot,-2}        {use}{locked}");
        }

        return text.ToString();
    }

    public static string ToJson(int bus, IEnumerable<(int Address, string Kind, byte[] Config, byte[] Revision)> chips) =>
        JsonLine.Write(json =>
        {
            json.WriteNumber("bus", bus);
            json.WriteStartArray("elements");
            foreach (var chip in chips)
            {
                json.WriteStartObject();
                json.WriteString("uri", $"atecc608:?bus={bus}&address=0x{chip.Address:X2}");
                json.WriteString("kind", chip.Kind);
                json.WriteString("serial", AteccConfig.Serial(chip.Config));
                json.WriteString("revision", Convert.ToHexString(chip.Revision));
                json.WriteBoolean("config_locked", AteccConfig.IsConfigLocked(chip.Config));
                json.WriteBoolean("data_locked", AteccConfig.IsDataLocked(chip.Config));
                json.WriteStartArray("slots");
                for (var slot = 0; slot < Slots; slot++)
                {
                    json.WriteStartObject();
                    json.WriteNumber("slot", slot);
                    json.WriteString("use", AteccConfig.Describe(chip.Config, slot));
                    json.WriteBoolean("locked", AteccConfig.IsSlotLocked(chip.Config, slot));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static string Lock(bool isLocked) => isLocked ? "locked" : "not locked";

    private static string Model(byte[] revision) => revision is [_, _, 0x60, var minor] ? minor switch
    {
        0x02 => " (ATECC608A)",
        0x03 => " (ATECC608B)",
        _ => "",
    } : "";
}
