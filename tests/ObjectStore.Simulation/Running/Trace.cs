using System.Runtime.CompilerServices;

namespace ObjectStore.Simulation.Running;

/// <summary>What a run did: a hash of all of it, and the words if they are wanted. Two runs of one seed have the same hash.</summary>
internal sealed class Trace(bool isVerbose)
{
    private readonly List<string> _lines = [];

    public bool IsVerbose { get; } = isVerbose;

    /// <summary>The hash of everything mixed in so far.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>What happened, in order; empty unless verbose.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public void Mix(ulong value)
    {
        ulong x = Hash ^ value;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        Hash = x ^ (x >> 31);
    }

    public void Mix(ReadOnlySpan<char> text)
    {
        ulong value = (ulong)text.Length;
        foreach (char c in text)
        {
            value = (value * 31) + c;
        }

        Mix(value);
    }

    /// <summary>Notes a line, whose text is made only if it is wanted.</summary>
    public void Note([InterpolatedStringHandlerArgument("")] TraceLine line)
    {
        if (IsVerbose)
        {
            _lines.Add(line.ToString());
        }
    }
}
