using System.Security.Cryptography;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;
using Farlink.Runtime.Link;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Notices;

/// <summary>
/// A site goes on with another static key: it tells the base inside a session, the base keeps the pairing with it beside the
/// one in force and says so, and both try it. The old key is good until a session under the new one is proven, at each end for
/// itself.
/// </summary>
internal sealed class RekeyNotices : IAsyncDisposable
{
    private const int HashSize = 8;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(6);

    /// <summary>At a base: new keys of one site in an hour; each costs a use of the base's own.</summary>
    private const int MostKeysAnHour = 10;

    private readonly NoticeBoard _board;
    private readonly LinkServiceOptions _options;
    private readonly Task<LinkPump> _pump;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly RekeyRequest? _request;
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<byte, Queue<long>> _keysOf = [];

    // Of the site: the key that is wanted, where it is, and when the base is asked again.
    private (string Uri, ISecureElement Element)? _wanted;
    private string? _failed;
    private long _askedAt;
    private TimeSpan _retry = FirstRetry;
    private Task _running = Task.CompletedTask;

    /// <summary>Makes it, and takes notices where links are paired.</summary>
    /// <param name="board">Notices.</param>
    /// <param name="options">Role, links, pairings, keys.</param>
    /// <param name="pump">The link, once it runs.</param>
    /// <param name="time">A clock.</param>
    /// <param name="logger">Where it is told.</param>
    public RekeyNotices(
        NoticeBoard board, LinkServiceOptions options, Task<LinkPump> pump, TimeProvider time, ILogger logger)
    {
        _board = board;
        _options = options;
        _pump = pump;
        _time = time;
        _logger = logger;
        if (options.Pairings is not { } pairings || !options.Station.Links.Any(link => link.Identity is PairedIdentity)) return;
        var isSite = options.Station.Role == LinkRole.Site;
        if (isSite) _request = new RekeyRequest(pairings);
        board.Register(NoticeTopics.Key, isSite ? TakeAnswerAsync : TakeKeyAsync);
    }

    /// <summary>Told of each link that goes on with another key, before its pairing changes on the disk.</summary>
    public Action<byte, PairedIdentity> OnRekey { get; init; } = (_, _) => { };

    private PairingFolder Pairings => _options.Pairings!;

    private byte OnlyLink => _options.Station.Links[0].Id;

    /// <summary>Starts to look for a wish to re-key; the link must run.</summary>
    public void Start()
    {
        if (_options.Pairings is null) return;

        // A crash may have cut a promotion in two.
        foreach (var link in _options.Station.Links.Where(link => link.Identity is PairedIdentity))
            Guard(link.Id, () => FinishPromotion(link.Id));
        if (_request is not null) _running = RunAsync(_request);
    }

    /// <summary>A session under the next key is proven.</summary>
    public void HandleRekeyed(byte link) => Guard(link, () =>
    {
        Pairings.Promote(link);
        if (_request is not null && Pairings.Load().FirstOrDefault(one => one.Link == link)?.Element == _request.Element)
            _request.Clear();
        RuntimeLog.Rekeyed(_logger, NameOf(link));
    });

    /// <summary>Stops to look; the keys stay until <see cref="DisposeElement"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    /// <summary>Closes the key that this has opened; the link has stopped.</summary>
    public void DisposeElement() => _wanted?.Element.Dispose();

    private async Task RunAsync(RekeyRequest request)
    {
        using var timer = new PeriodicTimer(Every, _time);
        while (await timer.WaitForNextTickAsync(_closing.Token))
        {
            try
            {
                if (request.Element is { } uri) await LookAsync(uri, request);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Told once: it is tried again each second, and may be mended.
                if (_failed != failure.Message) RuntimeLog.RekeyFails(_logger, NameOf(OnlyLink), failure.Message);
                _failed = failure.Message;
            }
        }
    }

    private async Task LookAsync(string uri, RekeyRequest request)
    {
        if (_wanted?.Uri != uri)
        {
            var element = SecureElements.Open(uri);
            if (KeyUse.IsOfACertificate(element, _options.Broker))
            {
                element.Dispose();
                request.Clear();
                throw new ElementException($"{uri} is the key of a TLS certificate too: one key must not both agree and sign.");
            }

            // The one before may be in use; it is closed with the program.
            _wanted = (uri, element);
            (_askedAt, _retry, _failed) = (0, FirstRetry, null);
        }

        var point = _wanted!.Value.Element.PublicKey;
        if (Pairings.Load().Any(record => P256.IsSameKey(record.Site.Point.Span, point.Span)))
        {
            request.Clear();
            return;
        }

        if (_askedAt != 0 && _time.GetElapsedTime(_askedAt) < _retry) return;
        if (_askedAt != 0 && _retry < LongestRetry) _retry *= 2;
        if (!await _board.SendAsync(OnlyLink, new Notice(NoticeTopics.Key, point), _closing.Token)) return;
        _askedAt = _time.GetTimestamp();
    }

    /// <summary>At the site: the base knows the key. It may say so again: then the key is tried again.</summary>
    private async ValueTask<string?> TakeAnswerAsync(byte link, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_wanted is not { } wanted || !payload.Span.SequenceEqual(HashOf(wanted.Element.PublicKey.Span)))
            return "it is no answer to a key of this site";
        var record = Pairings.Load().FirstOrDefault(one => one.Link == link);
        if (record is null) return "this site is not paired";
        if (P256.IsSameKey(record.Site.Point.Span, wanted.Element.PublicKey.Span)) return null;
        var own = new PairedEnd(LinkRole.Site, record.Site.Name, wanted.Element.PublicKey);
        var next = PairingRecord.Make(link, own, record.BaseStation, wanted.Element) with { Element = wanted.Uri };
        await BeginAsync(next, LinkRole.Site, wanted.Element);
        return null;
    }

    /// <summary>At the base: a site's next key. It came in an authentic session, so its old key asks for it.</summary>
    private async ValueTask<string?> TakeKeyAsync(byte link, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var records = Pairings.Load();
        if (records.FirstOrDefault(one => one.Link == link) is not { } record) return "the site is not paired";
        if (!P256.IsSameKey(record.Site.Point.Span, payload.Span) && !IsNext(link, payload.Span))
        {
            if (IsOfAnother(records, link, payload.Span)) return "another site has this key";
            if (!MayAsk(link)) return "too many keys in an hour";
            var site = new PairedEnd(LinkRole.Site, record.Site.Name, payload);
            var next = PairingRecord.Make(link, record.BaseStation, site, _options.Element!) with { Element = record.Element };
            await BeginAsync(next, LinkRole.BaseStation, null);
        }

        await _board.SendAsync(link, new Notice(NoticeTopics.Key, HashOf(payload.Span)), cancellationToken);
        return null;
    }

    private bool IsNext(byte link, ReadOnlySpan<byte> point) =>
        Pairings.Next(link) is { } next && P256.IsSameKey(next.Site.Point.Span, point);

    private bool IsOfAnother(IReadOnlyList<PairingRecord> records, byte link, ReadOnlySpan<byte> point)
    {
        foreach (var other in records.Where(one => one.Link != link))
            if (P256.IsSameKey(other.Site.Point.Span, point) || IsNext(other.Link, point)) return true;
        return false;
    }

    private bool MayAsk(byte link)
    {
        if (!_keysOf.TryGetValue(link, out var asked)) _keysOf[link] = asked = new Queue<long>();
        while (asked.TryPeek(out var oldest) && _time.GetElapsedTime(oldest) > TimeSpan.FromHours(1)) asked.Dequeue();
        if (asked.Count >= MostKeysAnHour) return false;
        asked.Enqueue(_time.GetTimestamp());
        return true;
    }

    /// <summary>On the disk first: after a crash both keys are tried.</summary>
    private async Task BeginAsync(PairingRecord next, LinkRole role, ISecureElement? element)
    {
        // Before anything is kept: what cannot be an identity must not be found at the next start.
        var identity = next.Identity(role);
        Pairings.AddNext(next);
        OnRekey(next.Link, identity);
        (await _pump).Rekey(next.Link, identity, element);
        RuntimeLog.RekeyBegins(_logger, NameOf(next.Link));
    }

    /// <summary>The new pairing may have its place already, and the old one not be listed as ended yet.</summary>
    private void FinishPromotion(byte link)
    {
        if (Pairings.Next(link) is null) Pairings.Promote(link);
    }

    private void Guard(byte link, Action change)
    {
        try
        {
            change();
        }
        catch (Exception failure) when (failure is PairingException or KeyFileException or IOException
            or UnauthorizedAccessException)
        {
            // Both pairings are on the disk still: the next start goes on with both.
            RuntimeLog.RekeyFails(_logger, NameOf(link), failure.Message);
        }
    }

    private string NameOf(byte link) => $"link {link} ({_options.Station.Links.First(one => one.Id == link).Name})";

    private static byte[] HashOf(ReadOnlySpan<byte> point) => SHA256.HashData(point)[..HashSize];
}
