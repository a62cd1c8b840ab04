using System.Runtime.Intrinsics;
using ObjectStore.Erasure.Kernels;

namespace ObjectStore.Core.Tests.Erasure.Kernels;

/// <summary>What the instructions TBL and PSHUFB do alike, an element at a time: runs the walk and the tables of kernels for processors that are not here.</summary>
internal readonly struct EmulatedLookup : ITableLookup
{
    public static bool IsSupported => true;

    public static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> indices)
    {
        Vector128<byte> result = default;
        for (int i = 0; i < Vector128<byte>.Count; i++)
        {
            result = result.WithElement(i, indices[i] < Vector128<byte>.Count ? table[indices[i]] : throw new InvalidOperationException("The instructions differ there."));
        }

        return result;
    }
}
