using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Certificates;
using Farlink.Mqtt.Broker;
using Farlink.Radios.Boards;

namespace Farlink.Doctor;

/// <summary>What a configuration says, for the checks of the host.</summary>
internal static class SubjectOf
{
    /// <param name="config">The configuration.</param>
    /// <param name="path">Its file, with its whole path.</param>
    public static DoctorSubject Config(FarlinkConfig config, string path) => new()
    {
        ConfigPath = path,
        IsSite = config.Role == Role.Site,
        Radio = Radio(config.Radio.Uri),
        Band = new BandSubject(
            config.Radio.Region.Name, config.Radio.Settings.Frequency, config.Radio.Settings.Modulation,
            config.Radio.Settings.TransmitPower)
        {
            Country = config.Radio.Country ?? "",
        },
        Listeners = [.. OwnListeners(config).Select(
            listener => new ListenerSubject(listener.Endpoint, listener.Auth == ListenerAuth.Plain))],
        Dashboard = config.Dashboard.Listen,
        Elements = Elements(config),
        StorePath = config.Link.StorePath,
        ClockSocket = config.ClockSocket,
        NotBefore = VerificationClock.Released,
    };

    /// <summary>Where the embedded broker listens: nowhere at a base that feeds another one, which has none.</summary>
    public static IReadOnlyList<ListenerOptions> OwnListeners(FarlinkConfig config) =>
        config.Broker.IsEmbedded && config.Upstream is null ? config.Broker.Listeners : [];

    private static RadioSubject Radio(RadioUri uri) => uri switch
    {
        RadioUri.Local local => Chip(new RadioSubject(RadioKind.Chip, local.ToString()), local.Board),
        RadioUri.Remote remote => Chip(
            new RadioSubject(RadioKind.RemoteChip, remote.ToString()) { Place = remote.Host, Port = remote.Port },
            remote.Board ?? KnownBoards.Dragino),
        RadioUri.RNode modem => new RadioSubject(RadioKind.RNode, modem.ToString()) { Place = modem.Path },
        RadioUri.Gateway { Options.Listen.Port: var port } => new RadioSubject(RadioKind.Gateway, $"{uri}") { Port = port },
        RadioUri.Ether ether => new RadioSubject(RadioKind.Ether, $"{uri}") { Place = ether.Host, Port = ether.Port },
        RadioUri.RadioHead ether => new RadioSubject(RadioKind.Ether, $"{uri}") { Place = ether.Host, Port = ether.Port },
        _ => new RadioSubject(RadioKind.Ether, $"{uri}"),
    };

    private static RadioSubject Chip(RadioSubject radio, Board? board) => board is null ? radio : radio with
    {
        Board = board.Name,
        SpiBus = board.SpiBus,

        // With a chip select of its own the driver opens the first device and leaves its line alone.
        SpiDevice = board.ChipSelect is null ? board.SpiDevice : 0,
        KernelSelects = board.ChipSelect is null,
        GpioChip = board.GpioChip,
        Wires = [.. Wires(board)],
    };

    private static IEnumerable<WireSubject> Wires(Board board)
    {
        (string Name, int? Gpio)[] wires =
        [
            ("NSS", BoardPins.ChipSelectOf(board)), ("NRESET", board.Reset),
            (board.Chip == RadioChip.Sx1276 ? "DIO0" : "DIO1", board.Interrupt), ("BUSY", board.Busy),
            ("RXEN", board.ReceiveEnable), ("TXEN", board.TransmitEnable),
        ];
        foreach (var (name, gpio) in wires)
            if (gpio is { } line) yield return new WireSubject(name, line);
        foreach (var power in board.PowerEnable) yield return new WireSubject("power", power);
    }

    /// <summary>Keys that are in a chip: of sessions, of the broker, of this end at another broker.</summary>
    private static List<ElementSubject> Elements(FarlinkConfig config)
    {
        string?[] uris =
        [
            config.Link.Pairing?.Element ?? config.Link.Element, config.Broker.KeyFile, config.Broker.External?.KeyFile,
            config.Upstream?.KeyFile,
        ];
        List<ElementSubject> elements = [];
        foreach (var text in uris.OfType<string>())
        {
            if (!Atecc608Uri.TryParse(text, out var uri, out _)) continue;
            var element = new ElementSubject(uri.Bus, uri.Address);
            if (!elements.Contains(element)) elements.Add(element);
        }

        return elements;
    }
}
