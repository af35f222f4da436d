namespace Farlink.Dashboard.Metrics;

/// <summary>When a certificate ends that this host shows others.</summary>
/// <param name="Use">
/// What it is for, one word: <c>broker</c>, <c>broker_client</c>, <c>upstream</c>, <c>dashboard</c>. No two have the same.
/// </param>
/// <param name="NotAfter">Its end.</param>
public sealed record CertificateEnd(string Use, DateTimeOffset NotAfter);
