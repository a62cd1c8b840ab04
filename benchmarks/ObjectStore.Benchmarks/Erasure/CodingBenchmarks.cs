using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ObjectStore.Erasure;
using ObjectStore.Erasure.Kernels;

namespace ObjectStore.Benchmarks.Erasure;

/// <summary>Encoding a stripe, and rebuilding as many data shards as there is parity, on one thread.</summary>
[Config(typeof(Config))]
[MemoryDiagnoser]
public class CodingBenchmarks
{
    // Shards that start at the same offset of a page compete for the same sets of the first-level cache.
    private const int Stagger = 192;

    private ReadOnlyMemory<byte>[] _data = [];
    private Memory<byte>[] _shards = [];
    private ReadOnlyMemory<byte>[] _parity = [];
    private Memory<byte>[] _updated = [];
    private ReedSolomon _code = null!;
    private ErasureGeometry _geometry;

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    [Params("2+2", "4+2", "8+4", "12+4")]
    public string Geometry { get; set; } = "";

    [Params(16, 128)]
    public int ShardKiB { get; set; }

    public static IEnumerable<string> Kernels() => CodingKernels.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name);

    [GlobalSetup]
    public void Setup()
    {
        _geometry = Parse(Geometry);
        _code = new ReedSolomon(_geometry, CodingKernels.All.Single(kernel => kernel.Name == Kernel));
        int length = ShardKiB << 10;
        byte[] arena = GC.AllocateUninitializedArray<byte>(_geometry.TotalShards * (length + Stagger), pinned: true);
        new Random(1).NextBytes(arena);
        _shards = [.. Enumerable.Range(0, _geometry.TotalShards).Select(i => arena.AsMemory(i * (length + Stagger), length))];
        _data = [.. _shards.Take(_geometry.DataShards).Select(shard => (ReadOnlyMemory<byte>)shard)];
        _parity = [.. _shards.Skip(_geometry.DataShards).Select(shard => (ReadOnlyMemory<byte>)shard)];
        _updated = [.. _parity.Select(_ => (Memory<byte>)new byte[length])];
    }

    [Benchmark]
    public void Encode() => _code.Encode(_data, _shards.AsSpan(_geometry.DataShards));

    [Benchmark]
    public void Reconstruct()
    {
        uint lost = (1u << _geometry.ParityShards) - 1;
        _code.Reconstruct(_shards, ((1u << _geometry.TotalShards) - 1) & ~lost, lost);
    }

    /// <summary>The new parity of a stripe of which one data shard changed.</summary>
    [Benchmark]
    public void Update() => _code.Update(0, _data[0], _data[1], _parity, _updated);

    private static ErasureGeometry Parse(string text)
    {
        int plus = text.IndexOf('+', StringComparison.Ordinal);
        return new ErasureGeometry(int.Parse(text.AsSpan(0, plus)), int.Parse(text.AsSpan(plus + 1)));
    }

    private sealed class Config : ManualConfig
    {
        public Config() => AddColumn(new Throughput(benchmark => Parse((string)benchmark.Parameters[nameof(Geometry)]).DataShards
            * ((long)(int)benchmark.Parameters[nameof(ShardKiB)] << 10)));
    }
}
