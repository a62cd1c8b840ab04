namespace ObjectStore.Integrity.Kernels;

/// <summary>One way to compute reflected CRCs of up to 64 bits. Every kernel gives what <see cref="CrcKernels.Scalar"/> gives.</summary>
internal abstract class CrcKernel(string name)
{
    /// <summary>As tests and benchmarks show it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether this machine has the instructions.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>A program for one polynomial.</summary>
    /// <exception cref="PlatformNotSupportedException">The kernel is not supported here.</exception>
    public CrcProgram Compile(CrcPolynomial polynomial)
        => IsSupported ? CompileCore(polynomial) : throw new PlatformNotSupportedException(Name);

    public override string ToString() => Name;

    private protected abstract CrcProgram CompileCore(CrcPolynomial polynomial);
}
