using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Farlink.Configuration;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Radios.Ether;
using Farlink.Radios.RadioHeadEther;
using Farlink.Radios.RNode;
using Farlink.Radios.SemtechUdp;
using Farlink.Storage;

namespace Farlink.Fuzz;

/// <summary>
/// Everything that reads octets or text from outside. A target must return whatever it is given; the exceptions that a
/// parser names
/// as its answer are caught here, all others are findings.
/// </summary>
public static class Targets
{
    private const int MostBody = 9000;

    /// <summary>A parser under test.</summary>
    public delegate void Target(ReadOnlySpan<byte> input);

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Target> All { get; } = new Dictionary<string, Target>(StringComparer.Ordinal)
    {
        ["frame-head"] = input => FrameHead.TryParse(input, out _),
        ["ack-field"] = input => AckField.TryParse(input, 1000, out _),
        ["extended-body"] = input => ExtendedBody.TryParse(input, 1000, out _),
        ["settings-field"] = input => SettingsField.TryParse(input, out _),
        ["varint"] = Varints,
        ["hello"] = Hello,
        ["stream"] = Stream,
        ["model-chunk"] = ModelChunks,
        ["refusal-notice"] = input => RefusalNotice.TryRead(Message(RefusalNotice.Topic, input), out _, out _),
        ["radiohead-header"] = input => RadioHeadHeader.TryParse(input, out _),
        ["radiohead-codecs"] = Codecs,
        ["ether-line"] = EtherLines,
        ["radiohead-ether"] = RadioHeadEthers,
        ["gateway-datagram"] = GatewayDatagrams,
        ["kiss"] = Kiss,
        ["packet-gate"] = Gates,
        ["radio-uri"] = input => RadioUri.TryParse(Encoding.UTF8.GetString(input), out _, out _),
        ["topic"] = Topics,
        ["printable"] = input => Printable.Escape(Encoding.UTF8.GetString(input)),
        ["access-list"] = input => Refused<AccessFileException>(
            Encoding.UTF8.GetString(input), text => AccessList.Parse(text, "fuzz")),
        ["password-file"] = input => Refused<AccessFileException>(
            Encoding.UTF8.GetString(input), text => PasswordFile.Parse(text, "fuzz")),
        ["configuration"] = Configurations,
        ["stored-properties"] = StoredProperties,
        ["edhoc"] = EdhocTarget.Run,
        ["endpoint"] = EndpointTarget.Run,
    };

    private static void Varints(ReadOnlySpan<byte> input)
    {
        Span<byte> again = stackalloc byte[10];
        while (Varint.TryRead(ref input, out var value))
        {
            var rest = (ReadOnlySpan<byte>)again[..Varint.Write(again, (ulong)value)];
            if (!Varint.TryRead(ref rest, out var same) || same != value)
                throw new InvalidOperationException("not the same value");
        }
    }

    private static void Hello(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2 || !HelloFrame.IsHello(input)) return;
        var key = new PreSharedKey(new byte[] { 0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 });
        if (HelloFrame.TypeOf(input) == HelloType.PskFirst && HelloFrame.IsAuthenticFirst(key, input))
            throw new InvalidOperationException("a forged hello is authentic");
    }

    /// <summary>Chunks, each with its length before it.</summary>
    private static void Stream(ReadOnlySpan<byte> input) =>
        Decode(new StreamDecoder(new SessionClock(new Instant(0)), MostBody), 0, input);

    /// <summary>The same, compressed: with the smallest model, and without the built-in text, which takes long to read.</summary>
    private static void ModelChunks(ReadOnlySpan<byte> input) => Decode(
        new ModelDecoder(new SessionClock(new Instant(0)), MostBody, ModelSize.AtMost(1)!.Value, isPrimed: false),
        RecordModel.MostTextOctets,
        input);

    /// <param name="decoder">A new one.</param>
    /// <param name="over">Octets of a chunk by which what is held may be over the limit before that is noticed.</param>
    /// <param name="input">Chunks, each with its length before it.</param>
    private static void Decode(IStreamDecoder decoder, int over, ReadOnlySpan<byte> input)
    {
        List<Decoded> completed = [];
        while (input.Length > 1)
        {
            var length = Math.Min(input[0], input.Length - 1);
            if (!decoder.TryDecode(input.Slice(1, length), completed)) return;
            if (decoder.HeldOctets > (3 * MostBody) + over)
                throw new InvalidOperationException($"{decoder.HeldOctets} octets are held");
            input = input[(1 + length)..];
        }
    }

    private static void Codecs(ReadOnlySpan<byte> input)
    {
        var key = new byte[16];
        new NoCodec().Decode(input);
        new RhEncryptedCodec(key).Decode(input);
        new SeedZeroPadCodec(key).Decode(input);
    }

    private static void EtherLines(ReadOnlySpan<byte> input) => Refused<InvalidDataException>(input.ToArray(), octets =>
    {
        var line = EtherLine.Parse(octets, out _);
        EtherLine.ReadSettings(line);
        EtherLine.Octets(line, "frame");
    });

    private static void RadioHeadEthers(ReadOnlySpan<byte> input) => Refused<InvalidDataException>(input.ToArray(), octets =>
    {
        using var stream = new MemoryStream(octets);
        while (EtherConnection.ReadAsync(stream, "fuzz", default).AsTask().GetAwaiter().GetResult() is { } message)
            if (message.Body.Length > EtherMessage.MostBodyOctets) throw new InvalidOperationException("a body over the limit");
    });

    /// <summary>A datagram of a packet forwarder, or of whoever says that he is one.</summary>
    private static void GatewayDatagrams(ReadOnlySpan<byte> input)
    {
        if (GatewayDatagram.TryParse(input.ToArray(), out var datagram)) _ = datagram.Acknowledgement();
        GatewayOrder.ErrorOf(input.ToArray());
        foreach (var packet in GatewayPacket.Read(input.ToArray()))
            if (packet.Octets.Length is 0 or > 255) throw new InvalidOperationException("a frame that no radio can have heard");
    }

    /// <summary>What comes over a serial line; and what is written must be read as the same.</summary>
    private static void Kiss(ReadOnlySpan<byte> input)
    {
        var reader = new KissReader();
        foreach (var octet in input)
            if (reader.TryTake(octet, out var frame) && frame.Length > 1 + KissReader.MostOctets)
                throw new InvalidOperationException("a frame over the limit");
        foreach (var octet in KissFrame.Write(RNodeCommand.Data, input))
            if (reader.TryTake(octet, out var same) && same[0] == 0 && same[1..].SequenceEqual(input)) return;
        throw new InvalidOperationException("not the same frame");
    }

    /// <summary>What a stranger on the WiFi sends first, in pieces of the length that the first octet says.</summary>
    private static void Gates(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var step = input[0] + 1;
        var pipe = new Pipe();
        var gate = new PacketGate(pipe.Reader, 16 * 1024, _ => { });
        for (var at = 1; at < input.Length && !gate.IsCut; at += step)
        {
            pipe.Writer.Write(input[at..Math.Min(input.Length, at + step)]);
            pipe.Writer.FlushAsync().AsTask().GetAwaiter().GetResult();
            if (!gate.TryRead(out var read)) return;
            gate.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void Topics(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var cut = text.IndexOf('\n', StringComparison.Ordinal);
        var (filter, topic) = cut < 0 ? (text, text) : (text[..cut], text[(cut + 1)..]);
        if (TopicFilter.IsValidFilter(filter) && TopicFilter.IsValidTopic(topic)) TopicFilter.Matches(filter, topic);
    }

    private static void Configurations(ReadOnlySpan<byte> input)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, input);
            ConfigLoader.Load(path, null, new Dictionary<string, string>());
            ScenarioLoader.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void StoredProperties(ReadOnlySpan<byte> input) =>
        Refused<InvalidDataException>(input.ToArray(), octets => PropertiesBlob.Read(octets));

    private static MqttMessage Message(string topic, ReadOnlySpan<byte> payload) =>
        new() { Topic = topic, Payload = payload.ToArray() };

    private static void Refused<TException>(byte[] input, Action<byte[]> parse)
        where TException : Exception
    {
        try
        {
            parse(input);
        }
        catch (TException)
        {
            // Its answer to what is wrong.
        }
    }

    private static void Refused<TException>(string input, Action<string> parse)
        where TException : Exception
    {
        try
        {
            parse(input);
        }
        catch (TException)
        {
            // Its answer to what is wrong.
        }
    }
}
