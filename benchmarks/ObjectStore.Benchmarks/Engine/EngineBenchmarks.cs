using System.Buffers;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace ObjectStore.Benchmarks.Engine;

/// <summary>
/// A store in this process on directories of one disk: one drive, or four with 2+2. Puts are durable, so theirs is the time of the disk; the allocated
/// bytes are the engine's.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, warmupCount: 3, iterationCount: 8)]
public class EngineBenchmarks
{
    private const string Bucket = "benchmark";
    private const int PageLength = 1000;

    private readonly string _directory = Directory.CreateTempSubdirectory("objectstore-engine-").FullName;
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly ObjectKey _small = "small";
    private readonly ObjectKey _large = "large";
    private readonly ReadOnlySequence<byte> _content = new(new byte[4096]);
    private IObjectStore? _store;

    [Params(1, 4)]
    public int Drives { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        string[] drives = [.. Enumerable.Range(0, Drives).Select(drive => Path.Combine(_directory, $"{Drives}-{drive}"))];
        _store = await ObjectStorage.OpenAsync(new ObjectStoreOptions { Drives = drives });
        await _store.CreateBucketAsync(Bucket);
        await _store.PutObjectAsync(Bucket, _small, _content);
        await _store.PutObjectAsync(Bucket, _large, new ReadOnlySequence<byte>(new byte[1 << 20]));
        for (int i = 0; i < PageLength; i++)
        {
            await _store.PutObjectAsync(Bucket, $"page/{i:D4}", new ReadOnlySequence<byte>(new byte[1]));
        }
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _store!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    public async Task<long> Head() => (await _store!.GetObjectInfoAsync(Bucket, _small)).Size;

    [Benchmark]
    public Task<int> Get4KiB() => GetAsync(_small);

    [Benchmark]
    public Task<int> Get1MiB() => GetAsync(_large);

    [Benchmark]
    public async Task<long> Put4KiB() => (await _store!.PutObjectAsync(Bucket, _small, _content)).Size;

    [Benchmark]
    public async Task<int> List1000()
        => (await _store!.TryListObjectsAsync(Bucket, new ListObjectsOptions { Prefix = "page/", MaxKeys = PageLength })).Value.Objects.Count;

    private async Task<int> GetAsync(ObjectKey key)
    {
        _output.ResetWrittenCount();
        await _store!.GetObjectAsync(Bucket, key, _output);
        return _output.WrittenCount;
    }
}
