using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ObjectStore.Engine;
using ObjectStore.Engine.Buckets;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

/// <summary>An engine over stores in memory, with short forms of what tests do most.</summary>
internal sealed class EngineFixture
{
    public const string Bucket = "bucket";

    public EngineFixture(IMetadataStore? metadata = null, IBlobStore? blobs = null)
    {
        Metadata = metadata ?? new MemoryMetadataStore();
        Engine = new ObjectStoreEngine(Metadata, blobs ?? Blobs, new StoreEnvironment { Time = Time });
    }

    public IMetadataStore Metadata { get; }

    public MemoryBlobStore Blobs { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public ObjectStoreEngine Engine { get; }

    public static async Task<EngineFixture> CreateAsync(BucketVersioning versioning = BucketVersioning.Unversioned, IMetadataStore? metadata = null)
    {
        var fixture = new EngineFixture(metadata);
        await fixture.CreateBucketAsync(Bucket, versioning);
        return fixture;
    }

    public static PipeReader Content(ReadOnlyMemory<byte> content) => PipeReader.Create(new ReadOnlySequence<byte>(content));

    public static PipeReader Content(string text) => Content(Encoding.UTF8.GetBytes(text));

    public async Task CreateBucketAsync(string name, BucketVersioning versioning = BucketVersioning.Unversioned)
    {
        _ = (await Engine.TryCreateBucketAsync(name)).Value;
        if (versioning != BucketVersioning.Unversioned)
        {
            await SetVersioningAsync(versioning, name);
        }
    }

    public async Task SetVersioningAsync(BucketVersioning versioning, string bucket = Bucket)
        => _ = (await Engine.TrySetBucketVersioningAsync(bucket, versioning)).Value;

    public async Task<ObjectInfo> PutAsync(ObjectKey key, string content, PutObjectOptions? options = null, string bucket = Bucket)
        => (await Engine.TryPutObjectAsync(bucket, key, Content(content), options)).Value;

    public async Task<StorageErrorCode> PutErrorAsync(ObjectKey key, string content, PutObjectOptions? options = null, string bucket = Bucket)
        => (await Engine.TryPutObjectAsync(bucket, key, Content(content), options)).Error?.Code ?? StorageErrorCode.None;

    /// <summary>The content as text, or the error's code in angle brackets.</summary>
    public async Task<string> GetAsync(ObjectKey key, string? versionId = null, string bucket = Bucket)
    {
        StorageResult<ObjectReader> opened = await Engine.TryOpenObjectAsync(bucket, key, new GetObjectOptions { VersionId = versionId });
        return opened.Error is { } error ? $"<{error.Code}>" : Encoding.UTF8.GetString(await ReadAsync(opened.Value));
    }

    public async Task<byte[]> ReadAsync(ObjectKey key, GetObjectOptions? options = null)
        => await ReadAsync((await Engine.TryOpenObjectAsync(Bucket, key, options)).Value);

    public async Task<DeleteObjectResult> DeleteAsync(ObjectKey key, string? versionId = null)
        => (await Engine.TryDeleteObjectAsync(Bucket, key, new DeleteObjectOptions { VersionId = versionId })).Value;

    public async Task<IReadOnlyList<ObjectInfo>> VersionsAsync()
        => (await Engine.TryListObjectVersionsAsync(Bucket)).Value.Versions;

    public async Task<string[]> KeysAsync()
        => [.. (await Engine.TryListObjectsAsync(Bucket)).Value.Objects.Select(info => info.Key.ToString())];

    public async Task<(long Objects, long Bytes)> UsageAsync()
    {
        ulong id = (await BucketState.ReadAsync(Metadata, Bucket, default))!.Id;
        return (await CounterAsync(MetadataKeys.Usage(id, UsageCounters.Objects)), await CounterAsync(MetadataKeys.Usage(id, UsageCounters.Bytes)));
    }

    public async Task<List<string>> RecordsAsync(ReadOnlyMemory<byte> prefix)
    {
        var keys = new List<string>();
        using IMetadataCursor cursor = Metadata.Scan(prefix, MetadataKeys.After(prefix.Span));
        while (await cursor.MoveNextAsync())
        {
            keys.Add(Convert.ToHexString(cursor.Key));
        }

        return keys;
    }

    private static async Task<byte[]> ReadAsync(ObjectReader opened)
    {
        await using ObjectReader reader = opened;
        var buffer = new ArrayBufferWriter<byte>();
        await reader.CopyToAsync(buffer);
        Assert.Equal(reader.Length, buffer.WrittenCount);
        return buffer.WrittenSpan.ToArray();
    }

    private async Task<long> CounterAsync(ReadOnlyMemory<byte> key)
        => await Metadata.GetAsync(key) is { } value ? System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(value.Value.Span) : 0;
}
