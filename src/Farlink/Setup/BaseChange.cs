namespace Farlink.Setup;

/// <summary>What becomes of a base that is there.</summary>
internal enum BaseChange
{
    /// <summary>It gets one site more; nothing else of it changes.</summary>
    Addition,

    /// <summary>It is made anew; what fits is kept.</summary>
    Anew,

    /// <summary>It stays as it is.</summary>
    Nothing,
}
