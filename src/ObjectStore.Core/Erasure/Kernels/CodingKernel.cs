namespace ObjectStore.Erasure.Kernels;

/// <summary>One way to multiply shards by a coding matrix. Every kernel gives the bytes that <see cref="CodingKernels.Scalar"/> gives.</summary>
internal abstract class CodingKernel(string name)
{
    /// <summary>As tests and benchmarks show it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether this machine has the instructions.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>Lays out the factors of a matrix as the kernel reads them.</summary>
    public abstract CodingProgram Compile(CodingMatrix matrix);

    public override string ToString() => Name;
}
