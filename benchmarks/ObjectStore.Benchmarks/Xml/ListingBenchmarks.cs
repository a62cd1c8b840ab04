using System.Buffers;
using BenchmarkDotNet.Attributes;
using ObjectStore.S3Protocol.Operations.Buckets;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.Benchmarks.Xml;

/// <summary>Writing a page of ListObjectsV2.</summary>
[MemoryDiagnoser]
public class ListingBenchmarks
{
    private const int Entries = 1000;

    private readonly ArrayBufferWriter<byte> _document = new(1 << 20);
    private ListObjectsV2Query _query;
    private ObjectListing _keys = null!;
    private ObjectListing _prefixes = null!;

    [GlobalSetup]
    public void Setup()
    {
        _query = ListObjectsV2Query.Read(RequestTarget.TryParse("/bucket?list-type=2&encoding-type=url", out RequestTarget? target)
            ? target
            : throw new InvalidOperationException("The target is not one."));
        _keys = new ObjectListing { Objects = [.. Enumerable.Range(0, Entries).Select(Object)], CommonPrefixes = [], IsTruncated = false };
        _prefixes = new ObjectListing { Objects = [], CommonPrefixes = [.. Enumerable.Range(0, Entries).Select(i => (ObjectKey)$"year=2026/day={i:D4}/")], IsTruncated = false };
    }

    [Benchmark]
    public int Keys() => Write(_keys);

    [Benchmark]
    public int Prefixes() => Write(_prefixes);

    private static ObjectInfo Object(int number) => new()
    {
        Bucket = "bucket",
        Key = $"year=2026/day=0001/part-{number:D6}.parquet",
        Size = 4096 + number,
        ETag = "5d41402abc4b2a76b9719d911017c592",
        LastModified = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    private int Write(ObjectListing listing)
    {
        _document.ResetWrittenCount();
        ListObjectsV2.Write(new S3XmlWriter(_document), "bucket", _query, listing, owner: null!);
        return _document.WrittenCount;
    }
}
