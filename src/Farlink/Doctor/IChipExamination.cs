namespace Farlink.Doctor;

/// <summary>Looks at a radio chip through its wires; it transmits nothing, and leaves the chip as after a reset.</summary>
internal interface IChipExamination
{
    /// <summary>Looks.</summary>
    /// <exception cref="Radios.RadioException">The bus is gone.</exception>
    Task<ChipSigns> RunAsync(CancellationToken cancellationToken);
}
