using System.Globalization;
using System.Numerics;
using System.Text;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Notices;

/// <summary>
/// The list of revocations of an end: it is remembered, so that an older file never takes its place after a restart; a base
/// carries it to every site, and a site says which one is in force there.
/// </summary>
internal sealed class RevocationNotices : IAsyncDisposable
{
    /// <summary>The name under which the list in force is remembered.</summary>
    internal const string Own = "crl";

    /// <summary>What a site says before the reason why it does not take a list.</summary>
    private const char Refusal = '!';

    private const int LongestReason = 120;

    /// <summary>Octets of a message around its payload, and more.</summary>
    private const int NoticeOverhead = 16;

    /// <summary>It rides in a frame that goes anyway, if there is one.</summary>
    private static readonly Duration AnswerWithin = Duration.FromSeconds(10);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);

    private readonly NoticeBoard _board;
    private readonly Revocations? _revocations;
    private readonly IReadOnlyList<LinkOptions> _links;
    private readonly VerificationClock _clock;
    private readonly ILogger _logger;
    private readonly bool _isSite;
    private readonly CancellationTokenSource _closing = new();

    // By link: the number that is in force there, and the one that is on its way.
    private readonly Dictionary<byte, BigInteger> _there = [];
    private readonly Dictionary<byte, BigInteger> _sent = [];
    private readonly HashSet<byte> _unconcerned = [];
    private readonly Lock _lock = new();
    private BigInteger _remembered;
    private BigInteger _tooLong;
    private DateTimeOffset _warnAt;
    private string? _problem;
    private Task _running = Task.CompletedTask;

    /// <summary>Makes it, and takes notices.</summary>
    /// <param name="board">Notices.</param>
    /// <param name="options">Role, links.</param>
    /// <param name="revocations">The list; null where no certificates are checked.</param>
    /// <param name="clock">The time of certificates.</param>
    /// <param name="logger">Where it is told.</param>
    public RevocationNotices(
        NoticeBoard board, StationOptions options, Revocations? revocations, VerificationClock clock, ILogger logger)
    {
        _board = board;
        _revocations = revocations;
        _links = options.Links;
        _clock = clock;
        _logger = logger;
        _isSite = options.Role == LinkRole.Site;
        board.Register(NoticeTopics.Revocations, _isSite ? TakeListAsync : TakeNumberAsync);
    }

    /// <summary>Called when a newer list than at the last run is in force, with how many certificates it names.</summary>
    public Action<int> OnTaken { get; init; } = _ => { };

    /// <summary>Takes over what was in force at the last run; before the broker lets anybody in.</summary>
    public void Recall(StoreImage image)
    {
        foreach (var link in _links)
        {
            if (SiteRevocations.NumberAt(image, link.Id) is { } number) _there[link.Id] = number;
            else _unconcerned.Add(link.Id);
        }

        if (_revocations is null) return;
        if (image.Remembered.TryGetValue(Own, out var kept))
        {
            try
            {
                var list = _revocations.Parse(kept, "the list of revocations in the store");
                _remembered = list.Number;
                if (_revocations.Take(list) is { } problem) RuntimeLog.RevocationsNotWritten(_logger, problem);
            }
            catch (PkiException otherAuthority)
            {
                RuntimeLog.RevocationsRefused(_logger, otherAuthority.Message);
            }
        }

        if (_revocations.Current is { } current) _clock.NotBefore(current.From);
    }

    /// <summary>Starts to watch and to carry; the link must run.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>A site has another store than before: it gets the list again.</summary>
    public void HandleNewPeer(byte link)
    {
        lock (_lock)
        {
            _there.Remove(link);
            _sent.Remove(link);
            _unconcerned.Remove(link);
        }
    }

    /// <summary>Stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        if (_revocations is not { } revocations) return;
        using var timer = new PeriodicTimer(Every, _clock);
        do
        {
            var problem = revocations.TryReload();
            if (problem is not null && problem != _problem) RuntimeLog.RevocationsRefused(_logger, problem);
            if (problem is not null) _problem = problem;
            if (revocations.Current is { } list) await LookAsync(list);
        }
        while (await timer.WaitForNextTickAsync(_closing.Token));
    }

    private async Task LookAsync(RevocationList list)
    {
        if (list.Number > _remembered)
        {
            await _board.RememberAsync(Own, list.Der, _closing.Token);
            _remembered = list.Number;
            _clock.NotBefore(list.From);
            OnTaken(list.Count);
        }

        if (list.Next < _clock.GetUtcNow() && _clock.GetUtcNow() >= _warnAt)
        {
            _warnAt = _clock.GetUtcNow() + WarnEvery;
            RuntimeLog.RevocationsOld(_logger, list.Next.Value.UtcDateTime);
        }

        if (_isSite) return;
        foreach (var link in _links.Where(link => IsBehind(link.Id, list.Number)))
        {
            var notice = new Notice(NoticeTopics.Revocations, list.Der) { Priority = Priority.Urgent };
            if (list.Der.Length > link.MostMessageOctets - NoticeOverhead)
            {
                // Told once for each list: it stays so until the configuration changes.
                if (_tooLong != list.Number) await _board.SendAsync(link.Id, notice, _closing.Token);
                _tooLong = list.Number;
                continue;
            }

            // A link that is ended takes nothing; one whose queue is full does later.
            if (!await _board.SendAsync(link.Id, notice, _closing.Token)) continue;
            lock (_lock) _sent[link.Id] = list.Number;
            RuntimeLog.RevocationsSent(_logger, $"link {link.Id} ({link.Name})", list.Number.ToString(), list.Count);
        }
    }

    private bool IsBehind(byte link, BigInteger number)
    {
        lock (_lock)
        {
            return !_unconcerned.Contains(link)
                && _there.GetValueOrDefault(link) < number && _sent.GetValueOrDefault(link) < number;
        }
    }

    private async ValueTask<string?> TakeListAsync(byte link, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_revocations is not null)
        {
            try
            {
                var list = _revocations.Parse(payload, "the list of revocations from the base");
                if (_revocations.Current is not { } before || list.Number > before.Number)
                {
                    // On the disk before it is in force: whoever it shuts out must not come back with a restart.
                    await _board.RememberAsync(Own, list.Der, cancellationToken);
                    _remembered = list.Number;
                    if (_revocations.Take(list) is { } problem) RuntimeLog.RevocationsNotWritten(_logger, problem);
                    _clock.NotBefore(list.From);
                    RuntimeLog.RevocationsTaken(_logger, list.Number.ToString(), list.Count);
                    OnTaken(list.Count);
                }
            }
            catch (PkiException refused)
            {
                RuntimeLog.RevocationsRefused(_logger, refused.Message);
                await SayAsync(link, Refusal + refused.Message, cancellationToken);
                return refused.Message;
            }
        }

        await SayAsync(link, InForce(), cancellationToken);
        return null;
    }

    private async ValueTask<string?> TakeNumberAsync(byte link, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var peer = $"link {link} ({_links.First(one => one.Id == link).Name})";
        if (payload.Length is > 0 and <= LongestReason && payload.Span[0] == Refusal)
        {
            // Not sent again in this session: it would be refused again.
            RuntimeLog.RevocationsRefusedThere(_logger, peer, Printable.Escape(payload.Span[1..]));
            return null;
        }

        var isNoneUsed = SiteRevocations.IsNoneUsed(payload.Span);
        if (!SiteRevocations.TryRead(payload.Span, out var number) && !isNoneUsed) return "it is no number of a list";
        lock (_lock)
        {
            if (isNoneUsed) _unconcerned.Add(link);
            else _unconcerned.Remove(link);

            // It may have lost what it had: then it gets it again.
            _there[link] = number;
            _sent.Remove(link);
        }

        await _board.RememberAsync(SiteRevocations.NameOf(link), payload, cancellationToken);
        if (number >= (_revocations?.Current?.Number ?? 0) && number > 0)
            RuntimeLog.RevocationsEffective(_logger, peer, number.ToString());
        return null;
    }

    private string InForce() => _revocations is null
        ? SiteRevocations.NoneUsed : (_revocations.Current?.Number ?? BigInteger.Zero).ToString(CultureInfo.InvariantCulture);

    private async Task SayAsync(byte link, string words, CancellationToken cancellationToken)
    {
        var payload = Encoding.UTF8.GetBytes(words).AsMemory();
        if (payload.Length > LongestReason) payload = payload[..LongestReason];
        var notice = new Notice(NoticeTopics.Revocations, payload) { MostLatency = AnswerWithin };
        await _board.SendAsync(link, notice, cancellationToken);
    }
}
