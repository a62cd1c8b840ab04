using System.Runtime.CompilerServices;

namespace ObjectStore.Simulation.Running;

/// <summary>A line of a <see cref="Trace"/>, formatted only if the trace is verbose.</summary>
[InterpolatedStringHandler]
internal ref struct TraceLine
{
    private DefaultInterpolatedStringHandler _text;
    private readonly bool _isWanted;

    public TraceLine(int literalLength, int formattedCount, Trace trace, out bool isWanted)
    {
        _isWanted = isWanted = trace.IsVerbose;
        _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _isWanted ? _text.ToStringAndClear() : string.Empty;
}
