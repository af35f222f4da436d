using System.Security.Cryptography.X509Certificates;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Logging;

namespace Farlink.Hosting;

/// <summary>
/// Reads a configuration again while its end runs. Everything is read and checked first: whatever is wrong with any of it, all
/// stays as it was. What cannot change while it runs is named.
/// </summary>
internal sealed class Reloader
{
    private readonly string _path;
    private readonly Role _role;
    private readonly IRunningEnd _end;
    private readonly LogLevelSwitch _level;
    private readonly bool _isLevelGiven;
    private readonly Predicate<X509Certificate2> _isSessionKey;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();

    /// <summary>The keys that the end goes by.</summary>
    private readonly Dictionary<string, string> _keys;

    /// <summary>What it read when it started, see <see cref="StartFiles"/>.</summary>
    private readonly Dictionary<string, string> _files;

    /// <summary>Makes one.</summary>
    /// <param name="path">The configuration's file.</param>
    /// <param name="role">The end's.</param>
    /// <param name="keys">What the end was started with; kept up to date here.</param>
    /// <param name="files">What is read at the start only, as it was then.</param>
    /// <param name="end">The end.</param>
    /// <param name="level">What is logged.</param>
    /// <param name="isLevelGiven">Whether the command line says so.</param>
    /// <param name="isSessionKey">Whether a certificate has the key of sessions.</param>
    /// <param name="logger">Where it is told what came of it.</param>
    public Reloader(
        string path, Role role, Dictionary<string, string> keys, Dictionary<string, string> files, IRunningEnd end,
        LogLevelSwitch level, bool isLevelGiven, Predicate<X509Certificate2> isSessionKey, ILogger logger)
    {
        _path = path;
        _role = role;
        _end = end;
        _level = level;
        _isLevelGiven = isLevelGiven;
        _isSessionKey = isSessionKey;
        _logger = logger;
        _keys = keys;
        _files = files;
    }

    /// <summary>Tells which certificates have ended.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads it again. Whatever it finds, this does not throw.</summary>
    public void Run()
    {
        lock (_lock)
        {
            try
            {
                Reload();
            }
            catch (Exception failure) when (failure is AccessFileException or PkiException or KeyFileException
                or ElementException or IOException or UnauthorizedAccessException)
            {
                ProgramLog.NotReloaded(_logger, failure.Message);
            }
            catch (Exception failure)
            {
                // A mistake of ours: a signal must not end what runs well.
                ProgramLog.NotReloaded(_logger, failure.ToString().ReplaceLineEndings(" "));
            }
        }
    }

    private static bool IsRoute(string key) => key.StartsWith("route[", StringComparison.Ordinal);

    private void Reload()
    {
        var environment = Environment.GetEnvironmentVariables();

        // Of one reading: in between somebody may write the file.
        var (config, problems, keys) = ConfigLoader.LoadWithKeys(_path, _role, environment);
        if (config is null)
        {
            foreach (var problem in problems.Where(one => one.Severity == Severity.Error))
                ProgramLog.NotReloaded(_logger, problem.ToString());
            return;
        }

        if (_keys.ContainsKey("role") && !keys.ContainsKey("role"))
        {
            ProgramLog.NotReloaded(_logger, $"{_path} has lost its role: is the file whole?");
            return;
        }

        // What can fail comes first. What is read at a start only must not let the next one fail.
        StartFiles.Check(config, _files);
        var broker = config.Broker.IsEmbedded ? _end.Broker : null;
        var passwords = broker is null ? null : Composition.Passwords(config.Broker);
        var access = broker is null ? null : Composition.Access(config.Broker);
        var renewed = broker?.Certificate is { } shown ? Renewed(config.Broker, shown) : null;

        foreach (var problem in problems) ProgramLog.ConfigWarning(_logger, problem.ToString());
        if (renewed is not null && ShownCertificate.OtherAuthority(config.Broker, renewed, Clock) is { } doubt)
            ProgramLog.ConfigWarning(_logger, doubt);
        var changed = ConfigKeys.Changed(_keys, keys);
        var replaced = Replaced(StartFiles.Read(config), changed);
        var hasAccess = access is not null && broker!.TryUse(passwords, access);
        var hasRoutes = changed.Any(IsRoute) && _end.TryUse(config.Routes);
        if (renewed is not null) Use(broker!, renewed);

        // What came of it is told at the louder of both levels.
        var level = _isLevelGiven ? _level.Level : config.LogLevel;
        if (level < _level.Level) _level.Level = level;
        Note(changed, replaced, keys, key => key switch
        {
            "log_level" => !_isLevelGiven,
            "broker.password_file" or "broker.acl_file" => hasAccess,
            "broker.cert" or "broker.key" => broker?.Certificate is not null,
            _ => IsRoute(key) && hasRoutes,
        });
        _level.Level = level;
    }

    /// <summary>The broker's certificate, if it is another than the one that is shown.</summary>
    private X509Certificate2? Renewed(BrokerConfig broker, X509Certificate2 shown)
    {
        // With its key, also where it is the same: the next start reads both.
        ShownCertificate.Check(broker);
        using (var read = PemFiles.ReadCertificate(broker.CertificateFile))
            if (read.RawDataMemory.Span.SequenceEqual(shown.RawDataMemory.Span)) return null;
        var renewed = PemFiles.ReadForServer(broker.CertificateFile, broker.KeyFile);
        var why = ShownCertificate.End(broker, renewed, Clock);
        if (why is null && _isSessionKey(renewed))
            why = $"{broker.CertificateFile} has the key of sessions ([link] element): one key must not both agree and sign.";
        if (why is null) return renewed;
        renewed.Dispose();
        throw new PkiException(why);
    }

    private void Use(EmbeddedBroker broker, X509Certificate2 renewed)
    {
        broker.Use(renewed);
        ProgramLog.CertificateRenewed(_logger, renewed.Subject, renewed.NotAfter.ToUniversalTime());
    }

    /// <summary>Keys that name the same file as before, in which there is something else.</summary>
    private IEnumerable<string> Replaced(Dictionary<string, string> files, IReadOnlyList<string> changed) =>
        _files.Where(file => files.TryGetValue(file.Key, out var now) && now != file.Value && !changed.Contains(file.Key))
            .Select(file => file.Key);

    private void Note(
        IReadOnlyList<string> changed, IEnumerable<string> replaced, Dictionary<string, string> keys, Predicate<string> isTaken)
    {
        List<string> taken = [], waiting = [.. replaced.Select(key => $"{key} (its file has changed)")];
        foreach (var key in changed)
        {
            if (!isTaken(key))
            {
                waiting.Add(key == "log_level" ? "log_level (the command line says otherwise)" : key);
                continue;
            }

            taken.Add(key);
            if (keys.TryGetValue(key, out var value)) _keys[key] = value;
            else _keys.Remove(key);
        }

        ProgramLog.Reloaded(
            _logger, taken.Count == 0 ? "no key has changed" : string.Join(", ", taken),
            _end.Broker is null ? "" : " The users, rules and certificate of our own broker are as their files are now");
        if (waiting.Count > 0) ProgramLog.NeedsRestart(_logger, string.Join(", ", waiting));
    }
}
