using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using ObjectStore.Erasure.Kernels;

namespace ObjectStore.Erasure;

/// <summary>
/// The systematic Reed-Solomon code of a geometry: k data shards and m parity shards, of which any k give all others.
/// Thread-safe. Allocates nothing but, once per pattern of loss, the factors of its inverted matrix.
/// </summary>
internal sealed class ReedSolomon
{
    // A drive's loss shows as one pattern, so few are in use at a time; a power of two.
    private const int CachedPrograms = 256;

    private static readonly ConcurrentDictionary<ErasureGeometry, ReedSolomon> Codes = new();

    private readonly ErasureGeometry _geometry;
    private readonly CodingKernel _kernel;
    private readonly CodingMatrix _generator;
    private readonly CodingProgram _encode;

    // By the factor of the changed shard.
    private readonly CodingProgram?[] _update = new CodingProgram?[256];

    // Direct-mapped by loss pattern: bounded, and a lookup takes no lock. A replaced program lives on with those who run it.
    private readonly LossProgram?[] _reconstruct = new LossProgram?[CachedPrograms];

    /// <param name="geometry">At least one data shard, at most <see cref="ErasureGeometry.MaxShards"/> shards.</param>
    /// <param name="kernel">Computes; all kernels give the same bytes.</param>
    public ReedSolomon(ErasureGeometry geometry, CodingKernel kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(geometry.DataShards, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(geometry.ParityShards);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(geometry.TotalShards, ErasureGeometry.MaxShards);
        _geometry = geometry;
        _kernel = kernel;
        _generator = CodingMatrix.Generator(geometry);
        _encode = kernel.Compile(_generator.SelectRows(Bits(geometry.TotalShards) & ~Bits(geometry.DataShards)));
    }

    /// <summary>The code of a geometry on the fastest kernel of this machine, shared by all callers.</summary>
    public static ReedSolomon Get(ErasureGeometry geometry)
        => Codes.GetOrAdd(geometry, static g => new ReedSolomon(g, CodingKernels.Best));

    /// <summary>Computes the m parity shards of k data shards, all of one length, which may be zero.</summary>
    /// <exception cref="ArgumentException">A wrong number of shards, or lengths that differ.</exception>
    public void Encode(ReadOnlySpan<ReadOnlyMemory<byte>> data, ReadOnlySpan<Memory<byte>> parity)
    {
        if (data.Length != _geometry.DataShards || parity.Length != _geometry.ParityShards)
        {
            throw new ArgumentException($"Expected {_geometry.DataShards} data and {_geometry.ParityShards} parity shards.");
        }

        var buffers = default(InlineArray16<ReadOnlyMemory<byte>>);
        data.CopyTo(buffers);
        for (int i = 0; i < parity.Length; i++)
        {
            buffers[data.Length + i] = parity[i];
        }

        Run(_encode, buffers);
    }

    /// <summary>Computes missing shards, data or parity, from any k others.</summary>
    /// <param name="shards">k + m buffers; those used have one length, which may be zero, and those in neither mask may be empty.</param>
    /// <param name="present">Bit n: shard n holds its content. At least k; the k lowest are read.</param>
    /// <param name="wanted">Bit n: shard n is to be computed. None of them present.</param>
    /// <exception cref="ArgumentException">Fewer than k present, a shard both present and wanted, or lengths that differ.</exception>
    public void Reconstruct(ReadOnlySpan<Memory<byte>> shards, uint present, uint wanted)
    {
        if (shards.Length != _geometry.TotalShards || ((present | wanted) & ~Bits(shards.Length)) != 0)
        {
            throw new ArgumentException($"Expected {_geometry.TotalShards} shards, and masks that name no others.");
        }

        if (BitOperations.PopCount(present) < _geometry.DataShards || (present & wanted) != 0)
        {
            throw new ArgumentException($"Expected {_geometry.DataShards} present shards, none of them wanted.");
        }

        if (wanted == 0)
        {
            return;
        }

        uint inputs = LowestBits(present, _geometry.DataShards);
        var buffers = default(InlineArray16<ReadOnlyMemory<byte>>);
        int count = CopySelected(shards, inputs, buffers, 0);
        CopySelected(shards, wanted, buffers, count);
        Run(FindProgram(inputs, wanted), buffers);
    }

    /// <summary>
    /// Computes the parity that one changed data shard gives, from the parity before and that shard alone. It reads 2 + m shards where encoding reads k.
    /// </summary>
    /// <param name="shard">The data shard that changed.</param>
    /// <param name="before">Its old content.</param>
    /// <param name="after">Its new content.</param>
    /// <param name="parity">The m old parity shards.</param>
    /// <param name="updatedParity">Memory for the m new ones; it does not overlap any other argument.</param>
    /// <exception cref="ArgumentException">No such data shard, a wrong number of shards, or lengths that differ.</exception>
    public void Update(
        int shard, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, ReadOnlySpan<ReadOnlyMemory<byte>> parity, ReadOnlySpan<Memory<byte>> updatedParity)
    {
        if ((uint)shard >= (uint)_geometry.DataShards || parity.Length != _geometry.ParityShards || updatedParity.Length != _geometry.ParityShards)
        {
            throw new ArgumentException($"Expected one of {_geometry.DataShards} data shards, and {_geometry.ParityShards} parity shards twice.");
        }

        var buffers = default(InlineArray16<ReadOnlyMemory<byte>>);
        for (int i = 0; i < parity.Length; i++)
        {
            // The code is linear: the parity changes by the change of the data, times its factor. Exclusive or is both sum and difference.
            byte factor = _generator[_geometry.DataShards + i, shard];
            (buffers[0], buffers[1], buffers[2], buffers[3]) = (before, after, parity[i], updatedParity[i]);
            Run(FindUpdate(factor), buffers);
        }
    }

    private static uint Bits(int count) => (1u << count) - 1;

    private static uint LowestBits(uint mask, int count)
    {
        uint rest = mask;
        for (int i = 0; i < count; i++)
        {
            rest &= rest - 1;
        }

        return mask ^ rest;
    }

    private static int CopySelected(ReadOnlySpan<Memory<byte>> shards, uint mask, Span<ReadOnlyMemory<byte>> buffers, int count)
    {
        for (uint rest = mask; rest != 0; rest &= rest - 1)
        {
            buffers[count++] = shards[BitOperations.TrailingZeroCount(rest)];
        }

        return count;
    }

    private static unsafe void Run(CodingProgram program, ReadOnlySpan<ReadOnlyMemory<byte>> buffers)
    {
        buffers = buffers[..(program.Inputs + program.Outputs)];
        int length = buffers[0].Length;
        foreach (ReadOnlyMemory<byte> buffer in buffers)
        {
            if (buffer.Length != length)
            {
                throw new ArgumentException("The shards differ in length.");
            }
        }

        if (length > 0 && program.Outputs > 0)
        {
            byte** pointers = stackalloc byte*[ErasureGeometry.MaxShards];
            PinAndRun(program, buffers, pointers, 0);
        }
    }

    // A frame per buffer: a pinned local costs next to nothing, where Memory.Pin would allocate a handle for each.
    private static unsafe void PinAndRun(CodingProgram program, ReadOnlySpan<ReadOnlyMemory<byte>> buffers, byte** pointers, int pinned)
    {
        if (pinned == buffers.Length)
        {
            program.Run(pointers, pointers + program.Inputs, (nuint)buffers[0].Length);
            return;
        }

        fixed (byte* pointer = buffers[pinned].Span)
        {
            pointers[pinned] = pointer;
            PinAndRun(program, buffers, pointers, pinned + 1);
        }
    }

    private CodingProgram FindProgram(uint inputs, uint wanted)
    {
        uint pattern = (inputs << ErasureGeometry.MaxShards) | wanted;
        ref LossProgram? slot = ref _reconstruct[(pattern * 0x9E37_79B1u) >> (32 - BitOperations.Log2(CachedPrograms))];
        LossProgram? cached = Volatile.Read(ref slot);
        if (cached?.Pattern != pattern)
        {
            CodingMatrix inverse = _generator.SelectRows(inputs).Invert();
            cached = new LossProgram(pattern, _kernel.Compile(_generator.SelectRows(wanted).Multiply(inverse)));
            Volatile.Write(ref slot, cached);
        }

        return cached.Program;
    }

    private CodingProgram FindUpdate(byte factor)
    {
        CodingProgram? cached = Volatile.Read(ref _update[factor]);
        if (cached is null)
        {
            cached = _kernel.Compile(CodingMatrix.Row(factor, factor, 1));
            Volatile.Write(ref _update[factor], cached);
        }

        return cached;
    }

    private sealed record LossProgram(uint Pattern, CodingProgram Program);
}
