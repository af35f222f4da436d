namespace Farlink.Simulation.Elements;

/// <summary>What a command answers: a status of one octet, or data.</summary>
internal static class Reply
{
    /// <summary>Done, and nothing to give.</summary>
    public static byte[] Success => Of(Atecc608Status.Success);

    /// <summary>Length, opcode or parameters are none that the model knows.</summary>
    public static byte[] ParseError => Of(Atecc608Status.ParseError);

    /// <summary>A lock, a slot's rule or a buffer that is not loaded forbids it.</summary>
    public static byte[] ExecutionError => Of(Atecc608Status.ExecutionError);

    /// <summary>The curve's mathematics forbid it.</summary>
    public static byte[] EccFault => Of(Atecc608Status.EccFault);

    /// <summary>A status.</summary>
    public static byte[] Of(Atecc608Status status) => [(byte)status];
}
