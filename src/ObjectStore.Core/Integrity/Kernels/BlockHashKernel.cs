namespace ObjectStore.Integrity.Kernels;

/// <summary>One way to compute XXH3 of long input. Every kernel gives what <see cref="BlockHashKernels.Scalar"/> gives.</summary>
internal abstract class BlockHashKernel(string name)
{
    /// <summary>The longest input for which XXH3 is another function, which kernels do not have.</summary>
    public const int MaxShortLength = 240;

    /// <summary>As tests and benchmarks show it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether this machine has the instructions.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>The hash of more than <see cref="MaxShortLength"/> bytes.</summary>
    public ulong Compute(ReadOnlySpan<byte> block, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(block.Length, MaxShortLength);
        return ComputeCore(block, seed);
    }

    public override string ToString() => Name;

    private protected abstract ulong ComputeCore(ReadOnlySpan<byte> block, ulong seed);
}
