using System.Net.Sockets;
using System.Text;

namespace Farlink.Runtime.Status;

/// <summary>Asks a running end for its state.</summary>
public static class StatusClient
{
    /// <summary>What a client sends, before the end of the line.</summary>
    public const string Request = "status";

    /// <summary>Most octets of an answer that are read: a base with all its 255 links stays far below.</summary>
    private const int MostAnswerOctets = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks at a socket.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="time">Clock for giving up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer, one line with its end; null if nobody listens there.</returns>
    /// <exception cref="StatusException">Somebody does, and does not answer, or not us.</exception>
    public static async Task<byte[]?> AskAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"{Request}\n"), SocketFlags.None, either.Token);
            return await ReadLineAsync(socket, path, either.Token);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new StatusException(
                $"You may not ask at {path}. Ask as its owner (sudo), or join the group of that file and log in again.", failure);
        }
        catch (SocketException failure)
            when (failure.SocketErrorCode is not (SocketError.ConnectionReset or SocketError.Shutdown or SocketError.WouldBlock
                or SocketError.TryAgain))
        {
            // No such file, or nobody listens at it any more.
            return null;
        }
        catch (ArgumentException)
        {
            // Longer than the address of a socket can be (unix(7)): nobody listens there either.
            return null;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain)
        {
            // Its backlog is full of those who asked before: it takes none of them.
            throw new StatusException($"What listens at {path} takes no more questions: it hangs, or is suspended.", failure);
        }
        catch (SocketException failure)
        {
            throw Busy(path, failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StatusException(
                $"What listens at {path} does not answer in {Patience.TotalSeconds:0} s: it hangs, or is suspended.", failure);
        }
    }

    private static StatusException Busy(string path, Exception? failure) => new(
        $"The farlink at {path} hung up: {StatusServer.MostClients} others ask already, or it stops. Ask again.", failure);

    private static async Task<byte[]> ReadLineAsync(Socket socket, string path, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        var octets = new byte[4096];
        while (answer.Length <= MostAnswerOctets)
        {
            var read = await socket.ReceiveAsync(octets, SocketFlags.None, cancellationToken);
            if (read == 0) break;
            answer.Write(octets, 0, read);
            if (octets[read - 1] == '\n') return answer.ToArray();
        }

        throw Busy(path, null);
    }
}
