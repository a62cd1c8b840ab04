using System.Runtime.InteropServices;
using ObjectStore.Erasure;
using ObjectStore.Erasure.Kernels;

namespace ObjectStore.Benchmarks.Comparisons;

/// <summary>Reed-Solomon beside ISA-L: the same shards, the same matrices, one thread, in turns.</summary>
internal static unsafe class CodingComparison
{
    // Shards that start at the same offset of a page compete for the same sets of the first-level cache; the stripes of the store are laid out so.
    private const int Stagger = 192;

    private static readonly (int K, int M)[] Geometries = [(2, 2), (4, 2), (8, 4), (12, 4)];
    private static readonly int[] ShardKiB = [16, 128];

    /// <param name="kernelNames">The kernels to compare; none: the one that is chosen on this machine.</param>
    public static int Run(IReadOnlyList<string> kernelNames)
    {
        if (!IsaL.IsInstalled)
        {
            Console.Error.WriteLine("libisal.so.2 is not installed, so there is nothing to compare with (Debian: apt-get install libisal2).");
            return 1;
        }

        CodingKernel[] kernels = kernelNames.Count == 0
            ? [CodingKernels.Best]
            : [.. kernelNames.Select(name => CodingKernels.All.Single(kernel => kernel.Name == name && kernel.IsSupported))];
        Console.WriteLine($"Input GB/s, and times ISA-L's speed; copy: only writes the outputs, by memcpy. Kernel chosen here: {CodingKernels.Best}.");
        Console.WriteLine($"| operation | k+m | shard KiB | ISA-L | copy |{string.Concat(kernels.Select(kernel => $" {kernel} | ratio |"))}");
        Console.WriteLine($"|---|---|---|---|---|{string.Concat(kernels.Select(_ => "---|---|"))}");
        foreach ((int k, int m) in Geometries)
        {
            foreach (int length in ShardKiB)
            {
                Compare("encode", new ErasureGeometry(k, m), length << 10, kernels, wanted: ((1u << m) - 1) << k);
                Compare("reconstruct", new ErasureGeometry(k, m), length << 10, kernels, wanted: (1u << m) - 1);
            }
        }

        return 0;
    }

    private static void Compare(string operation, ErasureGeometry geometry, int length, CodingKernel[] kernels, uint wanted)
    {
        byte* arena = (byte*)NativeMemory.AlignedAlloc((nuint)(geometry.TotalShards * (length + Stagger)), 4096);
        try
        {
            new Random(1).NextBytes(new Span<byte>(arena, geometry.TotalShards * (length + Stagger)));
            byte** shards = stackalloc byte*[geometry.TotalShards];
            int inputs = 0;
            int outputs = geometry.DataShards;
            for (int i = 0; i < geometry.TotalShards; i++)
            {
                bool isWanted = (wanted >> i & 1) != 0;
                shards[isWanted ? outputs++ : inputs++] = arena + (i * (length + Stagger));
            }

            CodingMatrix matrix = Matrix(geometry, wanted);
            byte* tables = IsaL.CreateTables(Elements(matrix), matrix.Rows, matrix.Columns);
            byte** from = shards;
            byte** to = shards + matrix.Columns;
            Action reference = () => IsaL.Encode(length, matrix.Columns, matrix.Rows, tables, from, to);
            Action copy = () =>
            {
                for (int i = 0; i < matrix.Rows; i++)
                {
                    Buffer.MemoryCopy(from[i % matrix.Columns], to[i], length, length);
                }
            };
            var contenders = new List<Action> { reference, copy };
            foreach (CodingKernel kernel in kernels)
            {
                CodingProgram program = kernel.Compile(matrix);
                Action own = () => program.Run(from, to, (nuint)length);
                RequireSameOutput(reference, own, to, matrix.Rows, length);
                contenders.Add(own);
            }

            (double[] nanoseconds, double[] speedups) = new SideBySide().Run([.. contenders]);
            double bytes = (double)geometry.DataShards * length;
            string cells = string.Concat(kernels.Select((_, i) => $" {bytes / nanoseconds[i + 2]:F1} | {speedups[i + 2]:F2} |"));
            Console.WriteLine($"| {operation} | {geometry.DataShards}+{geometry.ParityShards} | {length >> 10} | {bytes / nanoseconds[0]:F1} | {bytes / nanoseconds[1]:F1} |{cells}");
        }
        finally
        {
            NativeMemory.AlignedFree(arena);
        }
    }

    // The factors by which the first k shards that are not wanted give the wanted ones.
    private static CodingMatrix Matrix(ErasureGeometry geometry, uint wanted)
    {
        CodingMatrix generator = CodingMatrix.Generator(geometry);
        uint present = ((1u << geometry.TotalShards) - 1) & ~wanted;
        return generator.SelectRows(wanted).Multiply(generator.SelectRows(present).Invert());
    }

    private static byte[] Elements(CodingMatrix matrix)
        => [.. Enumerable.Range(0, matrix.Rows).SelectMany(row => Enumerable.Range(0, matrix.Columns).Select(column => matrix[row, column]))];

    private static void RequireSameOutput(Action reference, Action own, byte** outputs, int count, int length)
    {
        reference();
        byte[][] expected = [.. Enumerable.Range(0, count).Select(i => new Span<byte>(outputs[i], length).ToArray())];
        own();
        for (int i = 0; i < count; i++)
        {
            if (!new Span<byte>(outputs[i], length).SequenceEqual(expected[i]))
            {
                throw new InvalidOperationException("The kernels disagree.");
            }
        }
    }
}
