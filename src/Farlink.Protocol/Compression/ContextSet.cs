using System.Runtime.CompilerServices;

namespace Farlink.Protocol.Compression;

/// <summary>
/// The contexts in which the next symbol is seen: hashes of what seems to matter, and those whose last symbol is a guess.
/// </summary>
internal sealed class ContextSet
{
    /// <summary>Most contexts.</summary>
    public const int Most = 25;

    /// <summary>Guesses of the next symbol.</summary>
    public const int Guesses = 6;

    private readonly uint[] _hashes = new uint[Most];
    private readonly uint[] _guesses = new uint[Guesses];
    private uint _kind;
    private int _guessCount;

    /// <summary>Contexts, in an order that depends on the section alone.</summary>
    public ReadOnlySpan<uint> Hashes => _hashes.AsSpan(0, Count);

    /// <summary>Contexts of the guesses.</summary>
    public ReadOnlySpan<uint> GuessHashes => _guesses;

    /// <summary>Number of contexts.</summary>
    public int Count { get; private set; }

    /// <summary>Hash of the place in the layout, the field.</summary>
    public uint Field { get; private set; }

    /// <summary>Begins a set.</summary>
    /// <param name="section">Contexts of different sections never meet.</param>
    /// <param name="field">The place in the layout.</param>
    public void Begin(Section section, uint field)
    {
        Count = 0;
        _guessCount = 0;
        Field = field;
        _kind = (uint)section * 0x01000193u;
    }

    /// <summary>Adds a context; where it stands among the others is part of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint a, uint b) => _hashes[Count++] = Hash.Add(Hash.Add(_kind + (uint)Count, a), b);

    /// <summary>Adds a context that guesses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddGuess(uint a, uint b) =>
        _guesses[_guessCount++] = Hash.Add(Hash.Add(_kind + 100u + (uint)_guessCount, a), b);
}
