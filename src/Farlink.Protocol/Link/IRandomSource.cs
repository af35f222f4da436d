namespace Farlink.Protocol.Link;

/// <summary>Where random octets come from. A site or base uses the system's; only a simulation may use a seeded one.</summary>
public interface IRandomSource
{
    /// <summary>Fills a span with octets nobody can predict.</summary>
    void Fill(Span<byte> octets);
}
