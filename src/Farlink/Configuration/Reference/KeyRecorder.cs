namespace Farlink.Configuration.Reference;

/// <summary>Keeps what the readers of sections ask for, so that the reference says what is read and nothing else.</summary>
internal sealed class KeyRecorder
{
    private readonly List<RecordedKey> _keys = [];
    private readonly HashSet<(string Path, string Key)> _ignored = [];

    /// <summary>Keys that mean something, in the order they were asked for; one that is asked for twice is there twice.</summary>
    public IEnumerable<RecordedKey> Keys => _keys.Where(one => !_ignored.Contains((one.Path, one.Key)));

    /// <summary>Keys that are taken and mean nothing.</summary>
    public IReadOnlyCollection<(string Path, string Key)> Ignored => _ignored;

    /// <summary>A key is asked for.</summary>
    public void Add(string path, string key, KeyForm form) => _keys.Add(new RecordedKey(path, key, form));

    /// <summary>Of a key that was asked for only these values are taken.</summary>
    public void Restrict(string path, string key, IReadOnlyList<string> values)
    {
        var at = _keys.FindLastIndex(one => one.Path == path && one.Key == key);
        if (at < 0) throw new InvalidOperationException($"{path}.{key} was not asked for.");
        _keys[at] = _keys[at] with { Form = _keys[at].Form with { Values = values } };
    }

    /// <summary>A key is taken and means nothing, even if it was asked for before.</summary>
    public void Ignore(string path, string key) => _ignored.Add((path, key));
}
