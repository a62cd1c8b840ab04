using System.IO.Hashing;
using ObjectStore.Integrity.Kernels;

namespace ObjectStore.Benchmarks.Comparisons;

/// <summary>The block hash and the CRCs beside System.IO.Hashing: the same bytes, one thread, in turns.</summary>
internal static class HashComparison
{
    private const int Alignment = 64;

    private static readonly int[] Lengths = [16, 64, 256, 300, 512, 1024, 4096, 16384, 64 << 10];

    public static int Run()
    {
        Console.WriteLine("GB/s, and times System.IO.Hashing's speed.");
        BlockHashKernel[] kernels = [.. BlockHashKernels.All.Where(kernel => kernel.IsSupported)];
        Console.WriteLine($"| hash | bytes | System.IO.Hashing |{string.Concat(kernels.Select(kernel => $" {kernel} | ratio |"))}");
        foreach (int length in Lengths.Where(length => length > BlockHashKernel.MaxShortLength))
        {
            Memory<byte> block = Random(length);
Print("XXH3", length, [() => Sink ^= XxHash3.HashToUInt64(block.Span, 7), .. kernels.Select(kernel => (Action)(() => Sink ^= kernel.Compute(block.Span, 7)))]);
        }

        return 0;
    }

    private static ulong Sink { get; set; }

    // Aligned as the stripes of the store are.
    private static unsafe Memory<byte> Random(int length)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(length + Alignment, pinned: true);
        new Random(1).NextBytes(array);
        fixed (byte* start = array)
        {
            return array.AsMemory((int)(-(nint)start & (Alignment - 1)), length);
        }
    }

    private static void Print(string hash, int length, Action[] contenders)
    {
        (double[] nanoseconds, double[] speedups) = new SideBySide().Run(contenders);
        string cells = string.Concat(nanoseconds.Skip(1).Zip(speedups.Skip(1), (time, speedup) => $" {length / time:F1} | {speedup:F2} |"));
        Console.WriteLine($"| {hash} | {length} | {length / nanoseconds[0]:F1} |{cells}");
    }
}
