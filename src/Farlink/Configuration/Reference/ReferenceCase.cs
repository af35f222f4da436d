namespace Farlink.Configuration.Reference;

/// <summary>A configuration that the loader reads to show what it asks for.</summary>
/// <param name="Role">Whose it is.</param>
/// <param name="IsNative">Whether the native format is spoken.</param>
/// <param name="IsEmbedded">Whether the broker is Farlink's own.</param>
/// <param name="Text">TOML, without a problem that is an error.</param>
internal sealed record ReferenceCase(Role Role, bool IsNative, bool IsEmbedded, string Text)
{
    /// <summary>No path below it is there, so that no file of this host counts.</summary>
    public const string Folder = "/dev/null";

    /// <summary>The text as the loader takes it, made anew.</summary>
    public ConfigTable Parse() => TomlReader.Read(Text, "case", []);

    /// <summary>Every key that the loader asks for.</summary>
    public KeyRecorder Read()
    {
        var recorder = new KeyRecorder();
        ConfigLoader.Record(Parse(), Folder, Role, recorder);
        return recorder;
    }
}
