using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Simulation.Chips;

namespace Farlink.Simulation.ChipServer;

/// <summary>The lines between one remote host and its chip: reads requests, octet by octet, and answers them.</summary>
internal sealed class HostLines
{
    private readonly Stream _stream;
    private readonly ChipModel _chip;
    private readonly Dictionary<byte, ChipLine> _lines = [];
    private readonly Dictionary<byte, bool> _written = [];
    private readonly byte _select;
    private readonly byte[] _buffer = new byte[4096];
    private int _at;
    private int _filled;
    private int _hasRisen;

    public HostLines(Stream stream, ChipModel chip, Board board)
    {
        _stream = stream;
        _chip = chip;
        _select = BoardPins.ChipSelectOf(board);

        // Both have pull-ups: not driven they are high.
        _written[_select] = true;
        if (BoardPins.Of(board, ChipLine.Reset) is { } reset) _written[reset] = true;
        foreach (var line in Enum.GetValues<ChipLine>())
            if (BoardPins.Of(board, line) is { } pin) _lines[pin] = line;
        chip.OnInterrupt = () => Interlocked.Exchange(ref _hasRisen, 1);
    }

    /// <summary>Until the host closes.</summary>
    /// <exception cref="InvalidDataException">It does not speak this.</exception>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } request)
        {
            switch ((char)request)
            {
                case 'W':
                    Write(await NeedAsync(cancellationToken), await NeedAsync(cancellationToken) != 0);
                    break;
                case 'R':
                    await AnswerAsync(Read(await NeedAsync(cancellationToken)), cancellationToken);
                    break;
                case 'E':
                    var isInterrupt = IsInterrupt(await NeedAsync(cancellationToken));
                    await AnswerAsync(isInterrupt && Volatile.Read(ref _hasRisen) != 0, cancellationToken);
                    break;
                case 'C':
                    if (IsInterrupt(await NeedAsync(cancellationToken))) Interlocked.Exchange(ref _hasRisen, 0);
                    break;
                case 'S':
                    await TransferAsync(await NeedAsync(cancellationToken), cancellationToken);
                    break;
                default:
                    throw new InvalidDataException($"0x{request:X2} is no request: W, R, E, C or S.");
            }
        }
    }

    private void Write(byte pin, bool isHigh)
    {
        _written[pin] = isHigh;
        if (pin == _select) _chip.Select(!isHigh);
        else if (_lines.TryGetValue(pin, out var line)) _chip.Set(line, isHigh);
    }

    private bool Read(byte pin) => _lines.TryGetValue(pin, out var line) && line is ChipLine.Interrupt or ChipLine.Busy
        ? _chip.Read(_lines[pin]) : _written.GetValueOrDefault(pin);

    private bool IsInterrupt(byte pin) => _lines.TryGetValue(pin, out var line) && line == ChipLine.Interrupt;

    private async Task TransferAsync(int count, CancellationToken cancellationToken)
    {
        var answer = new byte[count];
        for (var i = 0; i < count; i++) answer[i] = _chip.Exchange(await NeedAsync(cancellationToken));
        await _stream.WriteAsync(answer, cancellationToken);
    }

    private async Task AnswerAsync(bool isHigh, CancellationToken cancellationToken) =>
        await _stream.WriteAsync(new[] { (byte)(isHigh ? 1 : 0) }, cancellationToken);

    private async ValueTask<byte> NeedAsync(CancellationToken cancellationToken) =>
        await NextAsync(cancellationToken) ?? throw new IOException("the host closed in the middle of a request");

    private async ValueTask<byte?> NextAsync(CancellationToken cancellationToken)
    {
        if (_at < _filled) return _buffer[_at++];
        _filled = await _stream.ReadAsync(_buffer, cancellationToken);
        _at = 0;
        return _filled == 0 ? null : _buffer[_at++];
    }
}
