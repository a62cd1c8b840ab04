using System.Text;
using BenchmarkDotNet.Attributes;
using ObjectStore.Metadata;

namespace ObjectStore.Benchmarks.Metadata;

/// <summary>What a put asks of the metadata, of the store in memory: the logic without a drive.</summary>
[MemoryDiagnoser]
public class CommitBenchmarks
{
    private const int Keys = 10_000;

    private readonly byte[][] _keys = [.. Enumerable.Range(0, Keys).Select(i => Encoding.UTF8.GetBytes($"bucket/key-{i:D8}"))];
    private readonly byte[] _value = new byte[120];
    private readonly MemoryMetadataStore _store = new();
    private readonly MetadataTransaction _transaction = new();
    private int _next;

    [GlobalSetup]
    public async Task Setup()
    {
        for (int i = 0; i < Keys; i++)
        {
            await ReadAndCommitAsync();
        }
    }

    /// <summary>Reads a key and replaces its value if it is unchanged.</summary>
    [Benchmark]
    public async Task<bool> ReadAndCommitAsync()
    {
        byte[] key = _keys[_next++ % Keys];
        MetadataValue? read = await _store.GetAsync(key);
        _transaction.Clear();
        _transaction.RequireUnchanged(key, read);
        _transaction.Put(key, _value);
        return (await _store.CommitAsync(_transaction)).Status == CommitStatus.Committed;
    }
}
