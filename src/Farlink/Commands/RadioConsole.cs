using System.Globalization;
using System.Text;
using Farlink.Keys.Files;
using Farlink.Output;
using Farlink.Protocol.RadioHead;
using Farlink.Radios;

namespace Farlink.Commands;

/// <summary>
/// Shows frames as the seed's programs did (figures 9 and 10 of its report), or as JSON. What came from the air is escaped.
/// </summary>
internal sealed class RadioConsole(RadioCommandSetup setup)
{
    private bool IsEncrypted => setup.Node.Codec is not NoCodec;

    public void Listening(string radio)
    {
        if (setup.AsJson) return;
        if (IsEncrypted) Console.WriteLine($"Read in the {8 * LinkKeyFile.KeyOctets}-bit key from keyfile");
        Console.WriteLine($"{radio} OK NodeID={setup.Node.Address}");
        Console.WriteLine("Listening packet...");
    }

    public void Received(RadioHeadEvent.Received received, ReceivedFrame frame)
    {
        var header = received.Header;
        if (setup.AsJson)
        {
            Console.Out.Write(Json(header, frame.Rssi?.Value, received.Body.Span, received.Message.Span));
            return;
        }

        // RadioHead shows 0 dB where the driver knows no signal strength.
        var rssi = Math.Round(frame.Rssi?.Value ?? 0);
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"Packet[{received.Body.Length:00}] #{header.From} => #{header.To} {rssi}dB: ");
        if (IsEncrypted)
        {
            line.Append(CultureInfo.InvariantCulture, $"\nEncrypted message:{Hex(received.Body.Span)}\n");
            line.Append(CultureInfo.InvariantCulture, $"Decrypted message in hex:{Hex(received.Message.Span)}\n");
            line.Append(CultureInfo.InvariantCulture, $"Decrypted message in plaintext: {Show(received.Message.Span)}");
        }
        else
        {
            line.Append(Show(received.Message.Span));
        }

        Console.WriteLine(line);
    }

    public void Sending(byte to, ReadOnlySpan<byte> message)
    {
        if (setup.AsJson) return;
        var body = setup.Node.Codec.Encode(message);
        if (IsEncrypted)
        {
            Console.WriteLine($"Original message: {Show(message)}");
            Console.WriteLine($"Encrypted message to base:{Hex(body)}");
        }

        Console.WriteLine(
            $"Sending {body.Length:00} bytes to node #{to:00} => {(IsEncrypted ? Hex(body).TrimStart() : Show(message))}");
    }

    /// <summary>A frame with our message went out; only programs want to know of each.</summary>
    public void Sent(OutgoingFrame frame, Transmission transmission)
    {
        if (!setup.AsJson || frame.Token is null || !RadioHeadHeader.TryParse(frame.Octets.Span, out var header)) return;
        var body = frame.Octets.Span[RadioHeadHeader.Size..];
        Console.Out.Write(Json(header, null, body, setup.Node.Codec.Decode(body).Message.Span));
    }

    /// <summary>hex is the body as it was on the air; text the decoded message, with text_hex for what is not UTF-8.</summary>
    private static string Json(RadioHeadHeader header, double? rssi, ReadOnlySpan<byte> body, ReadOnlySpan<byte> message)
    {
        var hex = Convert.ToHexStringLower(body);
        var text = Encoding.UTF8.GetString(message);
        var textHex = Convert.ToHexStringLower(message);
        return JsonLine.Write(json =>
        {
            json.WriteNumber("from", header.From);
            json.WriteNumber("to", header.To);
            json.WriteNumber("id", header.Id);
            json.WriteNumber("flags", header.Flags);
            if (rssi is { } level)
                json.WriteNumber("rssi", level);
            else
                json.WriteNull("rssi");
            json.WriteString("hex", hex);
            json.WriteString("text", text);
            json.WriteString("text_hex", textHex);
        });
    }

    private static string Hex(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(3 * octets.Length);
        foreach (var octet in octets) text.Append(CultureInfo.InvariantCulture, $" {octet:X2}");
        return text.ToString();
    }

    /// <summary>Text as it is; anything binary as hexadecimal, as the seed's server did.</summary>
    private static string Show(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
            if (octet is < 0x20 or 0x7F) return Hex(octets);
        return Protocol.Text.Printable.Escape(octets);
    }
}
