namespace Farlink.Keys.Backup;

/// <summary>The words for what files of a backup are: in its manifest, and for people.</summary>
public static class BackupKinds
{
    private static readonly (BackupKind Kind, string Word)[] Words =
    [
        (BackupKind.Configuration, "configuration"), (BackupKind.Key, "key"), (BackupKind.KeyUse, "key use"),
        (BackupKind.Certificate, "certificate"), (BackupKind.Revocations, "revocations"), (BackupKind.Passwords, "passwords"),
        (BackupKind.Access, "access"), (BackupKind.Pairing, "pairing"), (BackupKind.Rekey, "re-key"), (BackupKind.Ended, "ended"),
        (BackupKind.Store, "store"),
    ];

    /// <summary>The word for a kind.</summary>
    public static string Word(BackupKind kind) => Array.Find(Words, known => known.Kind == kind).Word;

    /// <summary>The kind of a word; null if this program knows none.</summary>
    public static BackupKind? Find(string word)
    {
        var index = Array.FindIndex(Words, known => known.Word == word);
        return index < 0 ? null : Words[index].Kind;
    }
}
