using System.IO.Hashing;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ObjectStore.Integrity;

namespace ObjectStore.Benchmarks.Integrity;

/// <summary>CRC64NVME as a checksum of content beside the library's, on one thread. <c>-- hashes</c> compares all kernels and CRCs in turns.</summary>
[Config(typeof(Config))]
[MemoryDiagnoser]
public class CrcBenchmarks
{
    private readonly Crc64 _library = new(Crc64ParameterSet.Nvme);
    private readonly ContentChecksum _own = ContentChecksum.Create(ChecksumAlgorithm.Crc64Nvme);
    private byte[] _block = [];

    [Params(16, 64, 1 << 10, 64 << 10)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _block = new byte[Length];
        new Random(1).NextBytes(_block);
    }

    [Benchmark(Baseline = true)]
    public void Library() => _library.Append(_block);

    [Benchmark]
    public void Own() => _own.Append(_block);

    private sealed class Config : ManualConfig
    {
        public Config() => AddColumn(new Throughput(benchmark => (int)benchmark.Parameters[nameof(Length)]));
    }
}
