using Farlink.Radios;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;

namespace Farlink.Configuration;

internal abstract partial record RadioUri
{
    /// <summary>A chip on SPI, which needs a board.</summary>
    public interface IChip
    {
        /// <summary>Which chip the URI names; null if the board says.</summary>
        RadioChip? Chip { get; }

        /// <summary>The board, once it is known.</summary>
        Board? Board { get; }

        /// <summary>The same radio on a board.</summary>
        RadioUri On(Board board);
    }

    /// <summary>A chip on this host: <c>sx1276:</c>, <c>sx1262:</c>, <c>sx1261:</c>.</summary>
    public sealed record Local(RadioChip Named, Board? Board) : RadioUri, IChip
    {
        public RadioChip? Chip => Named;

        public override RadioCapabilities Expected => new()
        {
            Description = $"{Named.ToString().ToUpperInvariant()} on {Board?.Title ?? "no board"}",
            IsSimulated = false,
            ReportsSignal = true,
            DetectsActivity = true,
        };

        public RadioUri On(Board board) => this with { Board = board };

        public override Task<IRadio> OpenAsync(
            byte address, string name, TimeProvider time, CancellationToken cancellationToken)
        {
            var board = Board ?? throw new RadioException($"{this} needs a board: radio.board, or --board.") { IsFinal = true };
            return ChipRadios.OpenAsync(GpioChipBus.Open(board), board, time, Tell, cancellationToken);
        }

        public override string ToString() => $"{Named.ToString().ToLowerInvariant()}:";
    }

    /// <summary>A chip whose lines are reached over TCP: <c>spi-tcp://host:port</c>.</summary>
    public sealed record Remote(string Host, int Port, Board? Board) : RadioUri, IChip
    {
        public RadioChip? Chip => null;

        public override RadioCapabilities Expected => new()
        {
            Description = $"chip at {Host}:{Port}",
            IsSimulated = true,
            ReportsSignal = true,
            DetectsActivity = true,
        };

        public RadioUri On(Board board) => this with { Board = board };

        public override Task<IRadio> OpenAsync(
            byte address, string name, TimeProvider time, CancellationToken cancellationToken)
        {
            var board = Board ?? KnownBoards.Dragino;
            return ChipRadios.OpenAsync(new RemoteChipBus(Host, Port, board, time), board, time, Tell, cancellationToken);
        }

        public override string ToString() => $"spi-tcp://{Host}:{Port}";
    }

    /// <summary>A chip that had to be reset is a matter for whoever looks at the log.</summary>
    private static void Tell(string what) =>
        Console.Error.WriteLine($"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} warn: farlink.radio {what}");
}
