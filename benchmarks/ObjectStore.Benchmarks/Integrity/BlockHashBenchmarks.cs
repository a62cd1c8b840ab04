using System.IO.Hashing;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ObjectStore.Integrity;

namespace ObjectStore.Benchmarks.Integrity;

/// <summary>The block hash beside the library's XXH3, on one thread. <c>-- hashes</c> compares all kernels in turns.</summary>
[Config(typeof(Config))]
[MemoryDiagnoser]
public class BlockHashBenchmarks
{
    private byte[] _block = [];

    [Params(64, 1 << 10, 4 << 10, 64 << 10)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _block = new byte[Length];
        new Random(1).NextBytes(_block);
    }

    [Benchmark(Baseline = true)]
    public ulong Library() => XxHash3.HashToUInt64(_block, 1);

    [Benchmark]
    public ulong Own() => BlockHash.Compute(_block, 1);

    private sealed class Config : ManualConfig
    {
        public Config() => AddColumn(new Throughput(benchmark => (int)benchmark.Parameters[nameof(Length)]));
    }
}
