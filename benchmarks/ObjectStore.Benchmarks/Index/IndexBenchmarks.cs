using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.Drives.Index;

namespace ObjectStore.Benchmarks.Index;

/// <summary>The index of one drive, in a temporary directory, with 100,000 keys.</summary>
[MemoryDiagnoser]
public class IndexBenchmarks
{
    private const int Keys = 100_000;
    private const int BatchLength = 16;
    private const int PageLength = 1000;

    private readonly byte[] _key = new byte[32];
    private readonly byte[] _value = new byte[120];
    private readonly string _directory = Directory.CreateTempSubdirectory("objectstore-index-").FullName;
    private readonly RocksDbResources _resources = new(64 << 20, 64 << 20);
    private RocksDbIndex? _index;
    private IIndexBatch? _batch;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _index = RocksDbIndex.Open(_resources, _directory, NullLogger.Instance);
        _batch = _index.CreateBatch();
        for (int i = 0; i < Keys; i += BatchLength)
        {
            WriteBatch();
        }

        _index.Flush();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _batch?.Dispose();
        _index?.Dispose();
        _resources.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>16 entries as one batch, over existing keys.</summary>
    [Benchmark]
    public void WriteBatch()
    {
        _batch!.Clear();
        for (int i = 0; i < BatchLength; i++)
        {
            _batch.Put(NextKey(), _value);
        }

        _index!.Write(_batch);
    }

    [Benchmark]
    public int Get() => _index!.Get(NextKey(), _value);

    /// <summary>A cursor, a seek and 1,000 steps.</summary>
    [Benchmark]
    public int ScanPage()
    {
        using IIndexCursor cursor = _index!.Scan(NextKey(), default);
        int length = 0;
        for (int i = 0; i < PageLength && cursor.MoveNext(); i++)
        {
            length += cursor.Value.Length;
        }

        return length;
    }

    // Spread over all keys by a step that has no factor in common with their number.
    private byte[] NextKey()
    {
        _next = (_next + 7919) % Keys;
        BinaryPrimitives.WriteInt32BigEndian(_key.AsSpan(_key.Length - sizeof(int)), _next);
        return _key;
    }
}
