namespace Farlink.Configuration;

/// <summary>Where something stands: a line and column of the file, from 1, or the environment.</summary>
internal readonly record struct ConfigPosition(string Source, int Line, int Column)
{
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
