using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Farlink.Host.Inspection;

/// <summary>Asks one name server one question over UDP, past the system's resolver, which would ask others (RFC 1035).</summary>
internal static class DnsQuery
{
    /// <summary>Types of records.</summary>
    public const int A = 1, Aaaa = 28;

    private const int Tries = 2;
    private const int MostOctets = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks.</summary>
    /// <param name="server">The name server.</param>
    /// <param name="name">A host name of ASCII labels.</param>
    /// <param name="type">Type of the records.</param>
    /// <param name="time">Clock of its patience.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer; null if there is none.</returns>
    public static async Task<DnsAnswer?> AskAsync(
        IPEndPoint server, string name, int type, TimeProvider time, CancellationToken cancellationToken)
    {
        using var socket = new UdpClient(server.AddressFamily);
        socket.Connect(server);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
            using var timeout = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                await socket.SendAsync(Question(id, name, type), either.Token);
                while (true)
                {
                    var received = await socket.ReceiveAsync(either.Token);
                    if (received.Buffer.Length <= MostOctets && DnsAnswer.Parse(received.Buffer, id) is { } answer) return answer;
                }
            }
            catch (OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (SocketException)
            {
                // Nobody listens there, which the host tells by ICMP.
            }
        }

        return null;
    }

    /// <summary>A question with recursion desired.</summary>
    internal static byte[] Question(ushort id, string name, int type)
    {
        const int recursionDesired = 0x0100, internet = 1;
        List<byte> octets = [.. Word(id), .. Word(recursionDesired), .. Word(1), .. Word(0), .. Word(0), .. Word(0)];
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = Encoding.ASCII.GetBytes(label);
            octets.AddRange([(byte)text.Length, .. text]);
        }

        octets.AddRange([0, .. Word(type), .. Word(internet)]);
        return [.. octets];
    }

    private static byte[] Word(int value)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)value);
        return octets;
    }
}
