using System.IO.Hashing;
using ObjectStore.Integrity.Kernels;

namespace ObjectStore.Benchmarks.Comparisons;

/// <summary>The block hash and the CRCs beside System.IO.Hashing: the same bytes, one thread, in turns.</summary>
internal static class HashComparison
{
    private const int Alignment = 64;

    private static readonly int[] Lengths = [8, 16, 45, 64, 127, 256, 300, 512, 1024, 4096, 16 << 10, 64 << 10];

    public static int Run()
    {
        CompareBlockHash();
        CompareCrc("CRC32", CrcPolynomial.Crc32, CrcLibrary(Crc32ParameterSet.Crc32));
        CompareCrc("CRC32C", CrcPolynomial.Crc32C, CrcLibrary(Crc32ParameterSet.Crc32C));
        var crc64 = new Crc64(Crc64ParameterSet.Nvme);
        CompareCrc("CRC64NVME", CrcPolynomial.Crc64Nvme, block => crc64.Append(block.Span));
        return 0;
    }

    private static void CompareBlockHash()
    {
        BlockHashKernel[] kernels = [.. BlockHashKernels.All.Where(kernel => kernel.IsSupported)];
        PrintHead("XXH3", kernels);
        foreach (int length in Lengths.Where(length => length > BlockHashKernel.MaxShortLength))
        {
            Memory<byte> block = CreateBlock(length);
            Compare(length, [() => Sink ^= XxHash3.HashToUInt64(block.Span, 7), .. kernels.Select(kernel => (Action)(() => Sink ^= kernel.Compute(block.Span, 7)))]);
        }
    }

    private static void CompareCrc(string name, CrcPolynomial polynomial, Action<ReadOnlyMemory<byte>> library)
    {
        CrcKernel[] kernels = [.. CrcKernels.All.Where(kernel => kernel.IsSupported)];
        CrcProgram[] programs = [.. kernels.Select(kernel => kernel.Compile(polynomial))];
        PrintHead(name, kernels);
        foreach (int length in Lengths)
        {
            Memory<byte> block = CreateBlock(length);
            Compare(length, [() => library(block), .. programs.Select(program => (Action)(() => Sink = program.Append(Sink, block.Span)))]);
        }
    }

    private static Action<ReadOnlyMemory<byte>> CrcLibrary(Crc32ParameterSet parameters)
    {
        var crc = new Crc32(parameters);
        return block => crc.Append(block.Span);
    }

    private static ulong Sink { get; set; }

    // Aligned as the stripes of the store are.
    private static unsafe Memory<byte> CreateBlock(int length)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(length + Alignment, pinned: true);
        new Random(1).NextBytes(array);
        fixed (byte* start = array)
        {
            return array.AsMemory((int)(-(nint)start & (Alignment - 1)), length);
        }
    }

    private static void PrintHead(string hash, IReadOnlyCollection<object> kernels)
    {
        Console.WriteLine();
        Console.WriteLine($"{hash}: GB/s, and times the speed of System.IO.Hashing");
        Console.WriteLine($"| bytes | System.IO.Hashing |{string.Concat(kernels.Select(kernel => $" {kernel} | ratio |"))}");
        Console.WriteLine($"|---|---|{string.Concat(kernels.Select(_ => "---|---|"))}");
    }

    private static void Compare(int length, Action[] contenders)
    {
        (double[] nanoseconds, double[] speedups) = new SideBySide().Run(contenders);
        string cells = string.Concat(nanoseconds.Skip(1).Zip(speedups.Skip(1), (time, speedup) => $" {length / time:F1} | {speedup:F2} |"));
        Console.WriteLine($"| {length} | {length / nanoseconds[0]:F1} |{cells}");
    }
}
