using System.Runtime.Intrinsics;

namespace ObjectStore.Erasure.Kernels;

/// <summary>The instruction of a processor family that looks 16 indices up in a table of 16 bytes.</summary>
internal interface ITableLookup
{
    static abstract bool IsSupported { get; }

    /// <summary>Element i is <c>table[indices[i]]</c>; all indices are below 16.</summary>
    static abstract Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> indices);
}
