using System.Reflection;
using Farlink.Protocol.Messages;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>A memory chip that fails: bits of the model with which a host decodes change by themselves.</summary>
internal static class ModelMemory
{
    /// <summary>Flips bits of weights of a receiving model; false if there is none.</summary>
    /// <param name="host">Whose.</param>
    /// <param name="seed">Which bits.</param>
    /// <param name="flips">How many.</param>
    public static bool Flip(SimulatedHost host, int seed, int flips = 400)
    {
        if (Decoder(host) is not { } coder) return false;
        var decisions = Field<object>(Field<object>(coder, "_model")!, "_decisions")!;
        var weights = Field<int[]>(Field<object>(decisions, "_mixer")!, "_weights")!;
        var random = new Random(seed);
        for (var i = 0; i < flips; i++) weights[random.Next(weights.Length)] ^= 1 << random.Next(12, 18);
        return true;
    }

    /// <summary>The text that a host has decoded is not what was sent, and no chunk has shown it.</summary>
    public static void ForgetText(SimulatedHost host)
    {
        var text = Field<object>(Decoder(host)!, "_text")!;
        text.GetType().GetField("_hash", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(text, 1UL);
    }

    /// <summary>What a host decodes with; null if nothing was decoded yet, or it is not compressed.</summary>
    public static ModelDecoder? Decoder(SimulatedHost host) =>
        host.Machine?.Session(TwoEnds.LinkId) is { } session ? Field<object>(session.Receiving, "_coder") as ModelDecoder : null;

    private static T? Field<T>(object of, string name) =>
        (T?)of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of);
}
