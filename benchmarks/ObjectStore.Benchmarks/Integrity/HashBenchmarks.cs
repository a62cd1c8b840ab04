using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ObjectStore.Integrity;

namespace ObjectStore.Benchmarks.Integrity;

/// <summary>Hashes over one block of 64 KiB, and the combination of two parts' CRCs, on one thread.</summary>
[Config(typeof(Config))]
[MemoryDiagnoser]
public class HashBenchmarks
{
    private const int BlockLength = 64 << 10;

    private readonly byte[] _block = new byte[BlockLength];
    private readonly byte[] _value = new byte[32];
    private readonly ContentChecksum _crc32 = ContentChecksum.Create(ChecksumAlgorithm.Crc32);
    private readonly ContentChecksum _crc32C = ContentChecksum.Create(ChecksumAlgorithm.Crc32C);
    private readonly ContentChecksum _crc64Nvme = ContentChecksum.Create(ChecksumAlgorithm.Crc64Nvme);
    private readonly ContentChecksum _sha256 = ContentChecksum.Create(ChecksumAlgorithm.Sha256);
    private readonly Md5 _md5 = new();

    [GlobalSetup]
    public void Setup() => new Random(1).NextBytes(_block);

    [Benchmark(Baseline = true)]
    public ulong BlockHash() => ObjectStore.Integrity.BlockHash.Compute(_block, seed: 1);

    [Benchmark]
    public bool Crc32() => Hash(_crc32);

    [Benchmark]
    public bool Crc32C() => Hash(_crc32C);

    [Benchmark]
    public bool Crc64Nvme() => Hash(_crc64Nvme);

    [Benchmark]
    public bool Sha256() => Hash(_sha256);

    [Benchmark]
    public void Md5()
    {
        _md5.Append(_block);
        _md5.Finish(_value);
    }

    private bool Hash(ContentChecksum checksum)
    {
        checksum.Append(_block);
        return checksum.TryFinish(_value);
    }

    private sealed class Config : ManualConfig
    {
        public Config() => AddColumn(new Throughput(_ => BlockLength));
    }
}
