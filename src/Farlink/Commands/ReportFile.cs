using System.Text;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary>
/// The file of a page: tried before a run, which may take hours, and written after it. What was in it stays until then.
/// </summary>
internal sealed class ReportFile : IDisposable
{
    private readonly FileStream _stream;

    private ReportFile(FileStream stream) => _stream = stream;

    /// <summary>Opens it.</summary>
    /// <param name="path">Where; null: no page is wanted.</param>
    /// <exception cref="UsageException">It cannot be written there.</exception>
    public static ReportFile? Open(string? path)
    {
        if (path is null) return null;
        try
        {
            return new ReportFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--report {Printable.Escape(path)} cannot be written: {failure.Message} Choose another place.");
        }
    }

    /// <summary>Writes the page in place of what is there.</summary>
    public void Write(string page)
    {
        // A pipe has no length.
        if (_stream.CanSeek) _stream.SetLength(0);
        _stream.Write(Encoding.UTF8.GetBytes(page));
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();
}
