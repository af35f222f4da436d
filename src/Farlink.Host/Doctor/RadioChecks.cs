using System.Net.Sockets;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>Radios that are no chip on this host's SPI: whether they can be reached.</summary>
internal static class RadioChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Check> All { get; } =
    [
        new("radio.reach", "The modem, gateway or ether can be reached",
            "the serial port and its group; the UDP port of a gateway; a TCP connection",
            "sudo usermod -aG dialout USER, then log in again", ReachAsync),
    ];

    private static async Task<Finding> ReachAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Subject.Radio.Kind == RadioKind.Chip) return Finding.Skip("the radio is a chip on SPI");
        if (await context.ServiceAsync(cancellationToken) is { } process)
            return Finding.Ok($"{context.Subject.Radio.Text}: in use by the running service (process {process})");
        return context.Subject.Radio.Kind switch
        {
            RadioKind.RNode => await SerialAsync(context, cancellationToken),
            RadioKind.Gateway => Gateway(context),
            _ => await TcpAsync(context, cancellationToken),
        };
    }

    private static async Task<Finding> SerialAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var port = context.Subject.Radio.Place;
        if (context.Host.Exists(port)) return await DeviceAccess.ExamineAsync(context, port, "tty", "dialout", cancellationToken);
        const string folder = "/dev/serial/by-id";
        var there = context.Host.List(folder);
        return Finding.Fail(
            $"{port} is missing: not plugged in, a cable without data lines, or another name",
            there.Count > 0
                ? $"in [radio] of {context.Subject.ConfigPath}: uri = \"rnode:{folder}/{there[0]}\"" : "dmesg | grep -i tty");
    }

    private static Finding Gateway(CheckContext context)
    {
        var port = context.Subject.Radio.Port;
        return SocketTable.Udp(context.Host).Exists(socket => socket.Endpoint.Port == port)
            ? Finding.Fail(
                $"another program has UDP port {port}: a packet forwarder's bridge or network server?",
                $"sudo ss -ulpn 'sport = :{port}'")
            : Finding.Ok($"UDP port {port} is free for the packet forwarder to send to");
    }

    private static async Task<Finding> TcpAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var radio = context.Subject.Radio;
        using var socket = new TcpClient();
        using var timeout = new CancellationTokenSource(Patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(radio.Place, radio.Port, either.Token);
            return Finding.Ok($"{radio.Text} takes connections");
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var why = failure is SocketException ? failure.Message : $"no answer in {Patience.TotalSeconds:0} s";
            return Finding.Fail($"{radio.Text}: {why}", Start(radio));
        }
    }

    private static string Start(RadioSubject radio)
    {
        var listen = $"--listen {radio.Place}:{radio.Port}";
        if (radio.Kind == RadioKind.RemoteChip) return $"farlink sim chip {listen}";
        return radio.Text.StartsWith("ether:", StringComparison.Ordinal)
            ? $"farlink sim ether --physical {listen}" : $"farlink sim ether {listen}";
    }
}
