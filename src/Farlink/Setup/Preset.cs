namespace Farlink.Setup;

/// <summary>Routes and rights for one kind of device.</summary>
/// <param name="Name">Its name in <c>--preset</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Hint">What the device itself must be told; empty: nothing.</param>
/// <param name="Routes">Routes; of those of one direction the first that fits counts.</param>
/// <param name="Access">What each device may do.</param>
internal sealed record Preset(
    string Name, string Title, string Hint, IReadOnlyList<PresetRoute> Routes, IReadOnlyList<PresetAccess> Access);
