using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class BucketTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("my.bucket-1")]
    [InlineData("1.2.3")]
    [InlineData("0bucket0")]
    public async Task Create_ValidName_MakesTheBucket(string name)
    {
        var fixture = new EngineFixture();

        BucketInfo created = (await fixture.Engine.TryCreateBucketAsync(name)).Value;

        Assert.Equal(created, (await fixture.Engine.TryGetBucketAsync(name)).Value);
        Assert.Equal(fixture.Time.GetUtcNow(), created.CreatedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("Upper")]
    [InlineData("under_score")]
    [InlineData(".dot")]
    [InlineData("dot.")]
    [InlineData("-hyphen")]
    [InlineData("hyphen-")]
    [InlineData("two..dots")]
    [InlineData("192.168.5.4")]
    [InlineData("xn--bucket")]
    [InlineData("sthree-bucket")]
    [InlineData("amzn-s3-demo-bucket")]
    [InlineData("bucket-s3alias")]
    [InlineData("bucket--ol-s3")]
    [InlineData("bucket.mrap")]
    [InlineData("bucket--x-s3")]
    [InlineData("bucket--table-s3")]
    [InlineData("minio")]
    [InlineData("bücket")]
    [InlineData("buc/ket")]
    public async Task Create_InvalidName_IsRefused(string name)
    {
        var fixture = new EngineFixture();

        Assert.Equal(StorageErrorCode.InvalidBucketName, (await fixture.Engine.TryCreateBucketAsync(name)).Error!.Code);
    }

    [Fact]
    public async Task Create_ExistingName_IsRefused()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();

        Assert.Equal(StorageErrorCode.BucketAlreadyExists, (await fixture.Engine.TryCreateBucketAsync(EngineFixture.Bucket)).Error!.Code);
    }

    [Fact]
    public async Task Create_AfterDelete_IsAnotherEmptyBucket()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "x");
        await fixture.DeleteAsync("a");
        await fixture.Engine.TryDeleteBucketAsync(EngineFixture.Bucket);

        Assert.Equal(StorageErrorCode.NoSuchBucket, await fixture.PutErrorAsync("a", "x"));
        await fixture.CreateBucketAsync(EngineFixture.Bucket);

        Assert.Empty(await fixture.KeysAsync());
        Assert.Equal((0, 0), await fixture.UsageAsync());
    }

    [Fact]
    public async Task Delete_WithObjectVersionOrUpload_IsRefused()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        async Task<StorageErrorCode?> Delete() => (await fixture.Engine.TryDeleteBucketAsync(EngineFixture.Bucket)).Error?.Code;
        ObjectInfo info = await fixture.PutAsync("a", "x");
        Assert.Equal(StorageErrorCode.BucketNotEmpty, await Delete());
        DeleteObjectResult marker = await fixture.DeleteAsync("a");
        Assert.Equal(StorageErrorCode.BucketNotEmpty, await Delete());
        await fixture.DeleteAsync("a", info.VersionId);
        Assert.Equal(StorageErrorCode.BucketNotEmpty, await Delete());
        await fixture.DeleteAsync("a", marker.VersionId);
        MultipartUploadInfo upload = (await fixture.Engine.TryCreateMultipartUploadAsync(EngineFixture.Bucket, "a")).Value;
        Assert.Equal(StorageErrorCode.BucketNotEmpty, await Delete());
        await fixture.Engine.TryAbortMultipartUploadAsync(EngineFixture.Bucket, "a", upload.UploadId);

        Assert.Null(await Delete());
        Assert.Equal(StorageErrorCode.NoSuchBucket, await Delete());
    }

    [Fact]
    public async Task Delete_RacingPutsAndUploads_LosesNothingAcknowledged()
    {
        for (int round = 0; round < 200; round++)
        {
            EngineFixture fixture = await EngineFixture.CreateAsync(metadata: new YieldingMetadataStore(new MemoryMetadataStore()));

            Task<StorageErrorCode>[] puts = [.. Enumerable.Range(0, 3).Select(i => Task.Run(() => fixture.PutErrorAsync($"k{i}", "x")))];
            Task<StorageResult<MultipartUploadInfo>> upload = Task.Run(
                () => fixture.Engine.TryCreateMultipartUploadAsync(EngineFixture.Bucket, "u").AsTask());
            Task<StorageResult<BucketInfo>> delete = Task.Run(() => fixture.Engine.TryDeleteBucketAsync(EngineFixture.Bucket).AsTask());
            StorageErrorCode[] written = await Task.WhenAll(puts);
            StorageErrorCode? begun = (await upload).Error?.Code;
            StorageErrorCode? deleted = (await delete).Error?.Code;

            if (deleted is null)
            {
                Assert.All(written, code => Assert.Equal(StorageErrorCode.NoSuchBucket, code));
                Assert.Equal(StorageErrorCode.NoSuchBucket, begun);
                Assert.Equal(0, fixture.Blobs.Count);
                Assert.Empty(await fixture.RecordsAsync(MetadataKeys.AllObjects));
                continue;
            }

            Assert.Equal(StorageErrorCode.BucketNotEmpty, deleted);
            Assert.All(written, code => Assert.Equal(StorageErrorCode.None, code));
            Assert.Null(begun);
            Assert.Equal(3, (await fixture.KeysAsync()).Length);
        }
    }

    [Fact]
    public async Task Put_IntoABucketWithTheMarkOfADelete_TakesTheMarkAway()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var key = MetadataKeys.Bucket(EngineFixture.Bucket);
        var record = ObjectStore.Metadata.Records.BucketRecord.Decode((await fixture.Metadata.GetAsync(key))!.Value.Value.Span);
        var transaction = new MetadataTransaction();
        transaction.Put(key, (record with { IsDeleting = true }).Encode());
        await fixture.Metadata.CommitAsync(transaction);

        await fixture.PutAsync("a", "x");

        record = ObjectStore.Metadata.Records.BucketRecord.Decode((await fixture.Metadata.GetAsync(key))!.Value.Value.Span);
        Assert.False(record.IsDeleting);
    }

    [Fact]
    public async Task List_ManyBuckets_GivesThemByName()
    {
        var fixture = new EngineFixture();
        string[] names = [.. Enumerable.Range(0, 250).Select(i => $"bucket-{i:D3}")];
        foreach (string name in names.Reverse())
        {
            await fixture.CreateBucketAsync(name);
        }

        var listed = new List<string>();
        await foreach (BucketInfo bucket in fixture.Engine.ListBucketsAsync())
        {
            listed.Add(bucket.Name);
        }

        Assert.Equal(names, listed);
    }

    [Fact]
    public async Task SetVersioning_Unversioned_IsRefused()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();

        Assert.Equal(
            StorageErrorCode.InvalidArgument,
            (await fixture.Engine.TrySetBucketVersioningAsync(EngineFixture.Bucket, BucketVersioning.Unversioned)).Error!.Code);
        Assert.Equal(
            StorageErrorCode.NoSuchBucket,
            (await fixture.Engine.TrySetBucketVersioningAsync("missing", BucketVersioning.Enabled)).Error!.Code);
    }
}
