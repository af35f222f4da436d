using Farlink.Keys.Files;

namespace Farlink.Keys.Certificates;

/// <summary>
/// What a CA has issued, by name: a certificate whose file was replaced may still be in a device, and must not be out of reach
/// of a revocation.
/// </summary>
/// <param name="folder">The CA.</param>
internal sealed class IssuedList(PkiFolder folder)
{
    /// <summary>Notes a certificate.</summary>
    /// <exception cref="KeyFileException">It cannot be written.</exception>
    public void Add(string name, string serial)
    {
        try
        {
            File.AppendAllText(folder.IssuedList, $"{serial} {name}\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"Cannot write {folder.IssuedList}: {failure.Message}", failure);
        }
    }

    /// <summary>The serial numbers of all certificates of a name, oldest first.</summary>
    /// <exception cref="PkiException">The list cannot be read.</exception>
    public IReadOnlyList<string> Of(string name)
    {
        if (!File.Exists(folder.IssuedList)) return [];
        try
        {
            return [.. File.ReadLines(folder.IssuedList).Select(line => line.Split(' '))
                .Where(parts => parts.Length == 2 && parts[1] == name).Select(parts => parts[0])];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"Cannot read {folder.IssuedList}: {failure.Message}", failure);
        }
    }
}
