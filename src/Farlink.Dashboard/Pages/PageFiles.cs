using System.Security.Cryptography;

namespace Farlink.Dashboard.Pages;

/// <summary>The files of the page that the build put into this program; none if it could not make them.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "page/";
    private const string Suffix = ".br";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".json"] = "application/json; charset=utf-8",
        [".webmanifest"] = "application/manifest+json; charset=utf-8",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private readonly Func<string, Stream> _open;
    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    /// <param name="names">Names of resources; those of files of the page are page/PATH.br.</param>
    /// <param name="open">Opens one of them.</param>
    public PageFiles(IEnumerable<string> names, Func<string, Stream> open)
    {
        _open = open;
        foreach (var name in names)
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal)) continue;
            var path = $"/{name[Prefix.Length..^Suffix.Length]}";
            using var content = open(name);
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";
            var type = Types.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
            _files[path] = new PageFile(path, name, type, tag);
        }
    }

    /// <summary>Those of this program.</summary>
    public static PageFiles OfThisProgram()
    {
        var assembly = typeof(PageFiles).Assembly;
        return new PageFiles(assembly.GetManifestResourceNames(), name => assembly.GetManifestResourceStream(name)!);
    }

    /// <summary>Whether there is a page.</summary>
    public bool HasPage => _files.ContainsKey("/index.html");

    public IReadOnlyCollection<PageFile> All => _files.Values;

    public Stream Open(PageFile file) => _open(file.Resource);
}
