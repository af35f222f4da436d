using System.Runtime.CompilerServices;

namespace Farlink.Protocol.Compression;

/// <summary>
/// Predicts one decision and learns from it: looks every context up, weighs what histories, guesses and experts say, and corrects
/// the result by what came true in such places.
/// </summary>
internal sealed class DecisionModel
{
    private const int HistoryInputs = 2 * ContextSet.Most;
    private const int ExpertsAt = HistoryInputs + ContextSet.Guesses;
    private const int UsedInputs = ExpertsAt + ExpertInputs.Inputs + 1;
    private const int Inputs = (UsedInputs + 3) / 4 * 4;
    private const int States = 256;
    private const int CellsAKind = 2 * ContextSet.Most * States;
    private const int GuessCounts = 16;
    private const int HistoryLimit = 255;
    private const int GuessLimit = 250;
    private const int SlotLimit = 24;

    /// <summary>A guess so likely is weighed by the first few contexts alone: the others would only fill the table.</summary>
    private const int SureFrom = 65_000, SureContexts = 8;

    private readonly HistoryTable _table;
    private readonly AdaptiveMap _histories;
    private readonly AdaptiveMap _guessMap = NewGuesses();
    private readonly Mixer _mixer;
    private readonly Refinement _byField;
    private readonly Refinement _byOctet;
    private readonly Refinement _byDoubt = new(SymbolGuesses.Doubts * Decision.Kinds);
    private readonly int _kinds;
    private readonly int _refinements;
    private readonly uint[] _hashes = new uint[ContextSet.Most];
    private readonly int[] _slots = new int[ContextSet.Most];
    private readonly int[] _historyCells = new int[ContextSet.Most];
    private readonly int[] _guessCells = new int[ContextSet.Guesses];
    private int _contexts;
    private int _mixed;
    private int _firstCell;
    private uint _near;

    public DecisionModel(ModelSize size)
    {
        _table = new HistoryTable(size.Slots);
        _kinds = size.IsSmall ? 1 : 2;
        _histories = NewHistories(_kinds);
        _mixer = new Mixer(Inputs, MixerSets.Sizes(size), MixerSets.Finals);
        _refinements = 512 >> size.Less;
        _byField = new Refinement(_refinements);
        _byOctet = new Refinement(_refinements);
    }

    /// <summary>What experts say.</summary>
    public ExpertInputs Experts { get; } = new();

    /// <summary>Octets held.</summary>
    public long Octets => _table.Octets + _histories.Octets + _guessMap.Octets + _mixer.Octets + _byField.Octets + _byOctet.Octets
        + _byDoubt.Octets + Experts.Octets;

    public void CopyFrom(DecisionModel other)
    {
        _table.CopyFrom(other._table);
        _histories.CopyFrom(other._histories);
        _guessMap.CopyFrom(other._guessMap);
        _mixer.CopyFrom(other._mixer);
        _byField.CopyFrom(other._byField);
        _byOctet.CopyFrom(other._byOctet);
        _byDoubt.CopyFrom(other._byDoubt);
        Experts.CopyFrom(other.Experts);
    }

    /// <summary>Another symbol.</summary>
    /// <param name="isHead">Whether of a head or topic: a history does not mean the same there as in what follows.</param>
    public void Begin(bool isHead)
    {
        _firstCell = isHead && _kinds > 1 ? CellsAKind : 0;
        Experts.Begin();
    }

    /// <summary>Where inputs of experts go, before <see cref="Predict"/>.</summary>
    public Span<int> ExpertSpan => _mixer.Inputs.Slice(ExpertsAt, ExpertInputs.Inputs);

    /// <summary>Probability that a decision is 1, 16 bits.</summary>
    /// <param name="node">The decision, see <see cref="Decision"/>.</param>
    /// <param name="contexts">In which contexts.</param>
    /// <param name="guesses">What is guessed.</param>
    /// <param name="sets">Which weights.</param>
    /// <param name="octet">The octet before.</param>
    public int Predict(uint node, ContextSet contexts, SymbolGuesses guesses, in MixerSets sets, byte octet)
    {
        var isSure = node is >= Decision.FirstGuess and < Decision.End && guesses.BestProbability > SureFrom;
        LookUp(node, isSure ? contexts.Hashes[..Math.Min(SureContexts, contexts.Count)] : contexts.Hashes);
        AddGuesses(node, guesses);
        _mixer.Inputs[ExpertsAt + ExpertInputs.Inputs] = 256;
        sets.Choose(_mixer);
        var stretched = _mixer.Mix(sets.Final);
        _mixed = Logistic.Squash(stretched);
        var kind = Decision.IsWhole(node) ? 1u : node;
        var byField = _byField.Refine(stretched, (int)(Hash.Add(contexts.Field, kind) % (uint)_refinements));
        var byOctet = _byOctet.Refine(stretched, (int)(Hash.Add(octet, node) % (uint)_refinements));
        var byDoubt = _byDoubt.Refine(stretched, (guesses.BestDoubt * Decision.Kinds) + Decision.Kind(node));
        var sum = stretched + Logistic.Stretch(byField) + Logistic.Stretch(byOctet) + Logistic.Stretch(byDoubt);
        return Math.Clamp(Logistic.Squash(sum / 4), 1, Logistic.One - 1);
    }

    /// <summary>Learns the decision that was last predicted.</summary>
    public void Update(int bit)
    {
        _mixer.Update(bit, _mixed);
        _byField.Update(bit);
        _byOctet.Update(bit);
        _byDoubt.Update(bit);
        for (var i = 0; i < _contexts; i++)
        {
            _histories.Update(_historyCells[i], bit, HistoryLimit);
            _table.Update(_slots[i], bit, SlotLimit);
        }

        for (var i = 0; i < ContextSet.Guesses; i++)
            if (_guessCells[i] >= 0) _guessMap.Update(_guessCells[i], bit, GuessLimit);
        Experts.Update(bit);
    }

    private void LookUp(uint node, ReadOnlySpan<uint> contexts)
    {
        _contexts = contexts.Length;
        var spread = node * 0x9E3779B1u;
        var near = 0u;
        for (var i = 0; i < contexts.Length; i++)
        {
            // All groups are fetched before the first is searched: the processor waits for memory once, not for each.
            _hashes[i] = Mix(contexts[i] + spread);
            _slots[i] = _table.Group(_hashes[i]);
            near ^= _table.Touch(_slots[i]);
        }

        _near = near;
        var inputs = _mixer.Inputs;
        var whole = Decision.IsWhole(node) ? 1 : 0;
        for (var i = 0; i < contexts.Length; i++)
        {
            var at = _table.Find(_slots[i], _hashes[i]);
            _slots[i] = at;
            var state = _table.State(at);
            var cell = _firstCell + (((i * 2) + whole) * States) + state;
            _historyCells[i] = cell;
            inputs[2 * i] = Logistic.Stretch(_histories.Probability(cell));
            inputs[(2 * i) + 1] = state == 0 ? 0 : (_table.Probability(at) - (Logistic.One / 2)) >> 5;
        }

        inputs[(2 * contexts.Length)..HistoryInputs].Clear();
    }

    private void AddGuesses(uint node, SymbolGuesses guesses)
    {
        var inputs = _mixer.Inputs.Slice(HistoryInputs, ContextSet.Guesses);
        var kind = Decision.Kind(node);
        for (var i = 0; i < ContextSet.Guesses; i++)
        {
            var symbol = guesses[i];
            var says = symbol < 0 ? -1 : Decision.Says(symbol, node);
            _guessCells[i] = says < 0 ? -1 : (((((i * Decision.Kinds) + kind) * GuessCounts) + guesses.Hits(i)) * 2) + 1 - says;
            inputs[i] = says < 0 ? 0 : Logistic.Stretch(_guessMap.Probability(_guessCells[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39u;
        return hash ^ (hash >> 15);
    }

    /// <summary>Histories begin with what their counts say.</summary>
    private static AdaptiveMap NewHistories(int kinds)
    {
        var map = new AdaptiveMap(kinds * CellsAKind);
        for (var i = 0; i < kinds * ContextSet.Most * 2; i++)
        {
            for (var state = 0; state < BitHistory.Count; state++)
            {
                var (zeros, ones) = BitHistory.Counts(state);
                map.Set((i * States) + state, ((10 * ones) + 4) * (Logistic.One - 1) / ((10 * (zeros + ones)) + 8), 2);
            }
        }

        return map;
    }

    /// <summary>Guesses begin with the rule of succession: right n times, wrong next with 1 / (n + 3).</summary>
    private static AdaptiveMap NewGuesses()
    {
        var cells = ContextSet.Guesses * Decision.Kinds * GuessCounts * 2;
        var map = new AdaptiveMap(cells);
        for (var i = 0; i < cells; i++)
        {
            var wrong = (Logistic.One - 1) / ((i / 2 % GuessCounts) + 3);
            map.Set(i, i % 2 == 0 ? Logistic.One - 1 - wrong : wrong, 3);
        }

        return map;
    }
}
