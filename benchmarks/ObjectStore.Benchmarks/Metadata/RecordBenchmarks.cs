using BenchmarkDotNet.Attributes;
using ObjectStore.Blobs;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Benchmarks.Metadata;

/// <summary>The record of an object with a checksum, a content type and two entries of user metadata.</summary>
[MemoryDiagnoser]
public class RecordBenchmarks
{
    private readonly ObjectRecord _record = new()
    {
        ModifiedMs = 1_700_000_000_000,
        Size = 4096,
        ETag = EntityTag.FromHash(new byte[EntityTag.HashSize]),
        Checksum = new ObjectChecksum(ChecksumAlgorithm.Crc64Nvme, new byte[8]),
        Blob = new BlobRef(BlobId.Create(1, 2, 3), 4096, 0, 2, 2),
        Headers = new ObjectHeaders { ContentType = "application/octet-stream" },
        UserMetadata = new Dictionary<string, string> { ["run"] = "42", ["stage"] = "train" },
    };

    private ReadOnlyMemory<byte> _encoded;

    [GlobalSetup]
    public void Setup() => _encoded = ObjectRecordCodec.Encode(_record);

    [Benchmark]
    public int Encode() => ObjectRecordCodec.Encode(_record).Length;

    [Benchmark]
    public long Decode() => ObjectRecordCodec.Decode(_encoded.Span).Size;

    /// <summary>What a listing needs of it.</summary>
    [Benchmark]
    public long DecodeSummary() => ObjectRecordCodec.DecodeSummary(_encoded.Span).Size;
}
