namespace Farlink.Host.Inspection;

/// <summary>
/// What a Raspberry Pi is started with: config.txt, as far as device tree parameters and overlays go
/// (www.raspberrypi.com/documentation, "config.txt"). Sections for other models do not count.
/// </summary>
internal sealed class BootConfig
{
    /// <summary>Since Bookworm, and before.</summary>
    private static readonly string[] Places = ["/boot/firmware/config.txt", "/boot/config.txt"];

    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly List<(string Name, KeyValues Options)> _overlays = [];

    private BootConfig(string path, string model)
    {
        Path = path;
        Model = model;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The model's name: <c>Raspberry Pi 4 Model B Rev 1.4</c>; empty if it is not known.</summary>
    public string Model { get; }

    /// <summary>Overlays that are loaded, with their options.</summary>
    public IReadOnlyList<(string Name, KeyValues Options)> Overlays => _overlays;

    /// <summary>Reads it; null if this host has none.</summary>
    /// <exception cref="HostDeniedException">This user may not.</exception>
    public static BootConfig? Read(HostView host)
    {
        if (Places.FirstOrDefault(host.Exists) is not { } path) return null;
        var config = new BootConfig(path, ModelOf(host));
        var counts = true;
        foreach (var line in host.ReadLines(path))
        {
            if (line.StartsWith('[')) counts = config.Applies(line.Trim('[', ']').ToLowerInvariant());
            else if (counts) config.Take(line);
        }

        return config;
    }

    /// <summary>The model of a Raspberry Pi; empty elsewhere.</summary>
    public static string ModelOf(HostView host) => (host.ReadText("/proc/device-tree/model") ?? "").Trim('\0', '\n', ' ');

    /// <summary>Whether a device tree parameter is on, under any of its names.</summary>
    public bool IsOn(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_parameters.TryGetValue(name, out var value) && value is "" or "on" or "true" or "yes" or "1") return true;
        return false;
    }

    /// <summary>The value of a parameter, under any of its names; null if it is not set.</summary>
    public string? Parameter(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_parameters.TryGetValue(name, out var value)) return value;
        return null;
    }

    /// <summary>An overlay; null if it is not loaded.</summary>
    public (string Name, KeyValues Options)? Overlay(string name) =>
        _overlays.FindIndex(overlay => overlay.Name == name) is var at and >= 0 ? _overlays[at] : null;

    private bool Applies(string section) => section switch
    {
        "all" => true,
        "pi5" => Model.Contains("Pi 5", StringComparison.Ordinal) || Model.Contains("Module 5", StringComparison.Ordinal),
        "pi4" => Model.Contains("Pi 4", StringComparison.Ordinal) || Model.Contains("Module 4", StringComparison.Ordinal),
        "pi3" => Model.Contains("Pi 3", StringComparison.Ordinal) || Model.Contains("Module 3", StringComparison.Ordinal),
        "pi3+" => Model.Contains("Pi 3", StringComparison.Ordinal) && Model.Contains("Plus", StringComparison.Ordinal),
        "pi02" => Model.Contains("Zero 2", StringComparison.Ordinal),
        "cm4" => Model.Contains("Module 4", StringComparison.Ordinal),
        "cm5" => Model.Contains("Module 5", StringComparison.Ordinal),
        _ => false,
    };

    private void Take(string line)
    {
        if (line.StartsWith("dtparam=", StringComparison.Ordinal))
        {
            foreach (var (key, value) in KeyValues.Parse(line["dtparam=".Length..].Split(',')).Entries) _parameters[key] = value;
            return;
        }

        if (!line.StartsWith("dtoverlay=", StringComparison.Ordinal)) return;
        var parts = line["dtoverlay=".Length..].Split(',', ':');
        if (parts[0].Length > 0) _overlays.Add((parts[0].Trim(), KeyValues.Parse(parts[1..])));
    }
}
