namespace ObjectStore.Integrity.Kernels;

/// <summary>A kernel made ready for one polynomial. Immutable and thread-safe.</summary>
internal abstract class CrcProgram
{
    /// <summary>The register after more content; neither the initial nor the final inversion is applied.</summary>
    public abstract ulong Append(ulong register, ReadOnlySpan<byte> content);
}
