using Farlink.Radios;
using Farlink.Radios.RNode;

namespace Farlink.Configuration;

internal abstract partial record RadioUri
{
    private const string RNodeScheme = "rnode:";
    private const string RNodeExample = "rnode:/dev/ttyUSB0";

    /// <summary>A modem with RNode firmware on a serial port: <c>rnode:/dev/ttyUSB0</c>.</summary>
    public sealed record RNode(string Path) : RadioUri
    {
        public override RadioCapabilities Expected => RNodeRadio.CapabilitiesAt(Path);

        public override async Task<IRadio> OpenAsync(
            byte address, string name, TimeProvider time, CancellationToken cancellationToken) =>
            await RNodeRadio.OpenAsync(Path, time, cancellationToken);

        public override string ToString() => RNodeScheme + Path;
    }

    private static bool TryParseRNode(string path, ref RadioUri radio, ref string problem)
    {
        if (!path.StartsWith('/') || path.EndsWith('/'))
        {
            problem = $"the serial port of the RNode, with its whole path: {RNodeExample}, or better its name in "
                + "/dev/serial/by-id, which stays the same";
            return false;
        }

        radio = new RNode("/" + path.TrimStart('/'));
        return true;
    }
}
