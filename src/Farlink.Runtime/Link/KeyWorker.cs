using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Farlink.Keys.Elements;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Link;

/// <summary>
/// Lets the secure element compute what a station asks for, one request at a time, on a thread of its own: a chip takes long, and
/// frames go on meanwhile. The station has at most one request a link out, which bounds what waits.
/// </summary>
internal sealed class KeyWorker : IAsyncDisposable
{
    private readonly ConcurrentBag<ISecureElement> _elements;
    private readonly Action<long, byte[]> _onAnswer;
    private readonly ILogger _logger;
    private readonly Channel<KeyRequest> _waiting = Channel.CreateUnbounded<KeyRequest>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _running;
    private bool _isFailing;

    /// <summary>Starts to wait.</summary>
    /// <param name="elements">The keys; during a re-key there are two.</param>
    /// <param name="onAnswer">Told of each answer, which is wiped afterwards; empty if the element could not.</param>
    /// <param name="logger">Where failures are told.</param>
    public KeyWorker(IEnumerable<ISecureElement> elements, Action<long, byte[]> onAnswer, ILogger logger)
    {
        _elements = [.. elements];
        _onAnswer = onAnswer;
        _logger = logger;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Another key may be asked for from now on.</summary>
    public void Add(ISecureElement element) => _elements.Add(element);

    /// <summary>Asks for one.</summary>
    public void Add(KeyRequest request) => _waiting.Writer.TryWrite(request);

    /// <summary>Ends with the request under way; others are forgotten.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out _))
        {
            // Their handshakes end with the station.
        }

        await _running;
    }

    private async Task RunAsync()
    {
        await foreach (var request in _waiting.Reader.ReadAllAsync())
        {
            var answer = Compute(request);
            _onAnswer(request.Ticket, answer);
            CryptographicOperations.ZeroMemory(answer);
        }
    }

    /// <summary>The answer; empty if the element cannot. That is told when it begins and when it is over.</summary>
    private byte[] Compute(KeyRequest request)
    {
        try
        {
            var element = _elements.FirstOrDefault(one => one.PublicKey.Span.SequenceEqual(request.Own.Span))
                ?? throw new ElementException("No key is configured for sessions of these paired ends.");
            var operation = request.Operation;
            var answer = operation switch
            {
                EdhocRequest.Agree agree => element.Agree(agree.Peer.Span),
                EdhocRequest.Sign sign => element.Sign(sign.Digest.Span),
                _ => throw new ElementException("The link asks for something that no element computes."),
            };
            var expected = operation is EdhocRequest.Agree ? P256.CoordinateSize : P256.PointSize;
            if (answer.Length != expected)
                throw new ElementException($"{element.Description} answered {answer.Length} octets, not {expected}.");
            if (_isFailing) RuntimeLog.KeyWorksAgain(_logger, element.Description);
            _isFailing = false;
            return answer;
        }
        catch (Exception failure)
        {
            // Whatever a chip, a token or a library does: the station must get an answer, or no handshake comes to its end.
            if (!_isFailing) RuntimeLog.KeyFails(_logger, failure.Message);
            _isFailing = true;
            return [];
        }
    }
}
