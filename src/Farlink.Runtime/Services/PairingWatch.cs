using System.Collections.Concurrent;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Looks every second whether a pairing was ended by <c>farlink unpair</c> while the service runs, and ends its link. A folder
/// that cannot be read ends nothing: that would be a way to stop a base.
/// </summary>
internal sealed class PairingWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly PairingFolder _folder;
    private readonly List<LinkOptions> _paired;
    private readonly Action<LinkOptions> _onEnded;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private readonly ConcurrentQueue<(byte Link, PairedIdentity Identity)> _rekeyed = [];
    private bool _isFailing;

    /// <summary>Starts to watch.</summary>
    /// <param name="folder">The pairings.</param>
    /// <param name="links">All links; those with shared keys are left alone.</param>
    /// <param name="onEnded">Told of each link that is no longer paired.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told that the folder cannot be read.</param>
    public PairingWatch(
        PairingFolder folder, IEnumerable<LinkOptions> links, Action<LinkOptions> onEnded, TimeProvider time, ILogger logger)
    {
        _folder = folder;
        _paired = [.. links.Where(link => link.Identity is PairedIdentity)];
        _onEnded = onEnded;
        _logger = logger;
        _running = RunAsync(time);
    }

    /// <summary>A link goes on with another key: its pairing with that one is as good as the one before.</summary>
    public void HandleRekey(byte link, PairedIdentity identity) =>
        _rekeyed.Enqueue((link, identity));

    /// <summary>Stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task RunAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (_paired.Count > 0 && await timer.WaitForNextTickAsync(_closing.Token)) Look();
    }

    private void Look()
    {
        try
        {
            if (!Directory.Exists(_folder.Path)) throw new PairingException($"{_folder.Path} is not there.");
            var records = _folder.Load();
            foreach (var link in _paired.Where(link => !IsStillPaired(link, records)).ToArray())
            {
                _paired.Remove(link);
                RuntimeLog.Unpaired(_logger, $"Link {link.Id} ({link.Name})");
                _onEnded(link);
            }

            _isFailing = false;
        }
        catch (Exception failure) when (failure is PairingException or KeyFileException or IOException
            or UnauthorizedAccessException)
        {
            if (!_isFailing) RuntimeLog.PairingsUnreadable(_logger, failure.Message);
            _isFailing = true;
        }
    }

    private static bool IsOf(PairedEnd end, PairedIdentity identity) =>
        end.Credential.Content.Span.SequenceEqual(identity.Own.Content.Span)
        || end.Credential.Content.Span.SequenceEqual(identity.Peer.Content.Span);

    /// <summary>The same id with another key is another pairing: this service knows the old key.</summary>
    private bool IsStillPaired(LinkOptions link, IReadOnlyList<PairingRecord> records)
    {
        // What one of them was, and is no more, is in no record.
        IEnumerable<LinkIdentity?> good =
            [link.Identity, link.NextIdentity, .. _rekeyed.Where(one => one.Link == link.Id).Select(one => one.Identity)];
        return good.OfType<PairedIdentity>().Any(identity => records.Any(record =>
            record.Link == link.Id && IsOf(record.Site, identity) && IsOf(record.BaseStation, identity)));
    }
}
