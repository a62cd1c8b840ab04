using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class ObjectOperationsTests
{
    [Fact]
    public async Task Put_NewKey_GivesContentAndDescriptionBack()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var options = new PutObjectOptions
        {
            Headers = new ObjectHeaders { ContentType = "text/plain", CacheControl = "no-cache" },
            UserMetadata = new Dictionary<string, string> { ["Color"] = "blue" },
            ChecksumAlgorithm = ChecksumAlgorithm.Crc32C,
        };

        ObjectInfo put = await fixture.PutAsync("a", "hello", options);
        ObjectInfo head = (await fixture.Engine.TryGetObjectInfoAsync(EngineFixture.Bucket, "a")).Value;

        Assert.Equal("5d41402abc4b2a76b9719d911017c592", put.ETag);
        Assert.Equal(5, head.Size);
        Assert.Null(head.VersionId);
        Assert.Equal("text/plain", head.Headers.ContentType);
        Assert.Equal("no-cache", head.Headers.CacheControl);
        Assert.Equal("blue", head.UserMetadata["color"]);
        Assert.Equal("9a71bb4c", Convert.ToHexStringLower(head.Checksum!.Value.Span));
        Assert.Equal(fixture.Time.GetUtcNow(), head.LastModified);
        Assert.Equal("hello", await fixture.GetAsync("a"));
    }

    [Fact]
    public async Task Put_EmptyContent_HasNoBlob()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();

        ObjectInfo put = await fixture.PutAsync("a", "");

        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e", put.ETag);
        Assert.Equal("", await fixture.GetAsync("a"));
        Assert.Equal(0, fixture.Blobs.Count);
    }

    [Fact]
    public async Task Put_ExistingKey_ReplacesAndFreesTheOldContent()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "one");

        await fixture.PutAsync("a", "three");
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal("three", await fixture.GetAsync("a"));
        Assert.Equal(1, fixture.Blobs.Count);
        Assert.Equal((1, 5), await fixture.UsageAsync());
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.Garbage));
    }

    [Fact]
    public async Task Put_InvalidKey_IsRefused()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        ObjectKey[] keys = [default, "", "a\0b", "\ud800", ObjectKey.FromUtf8(new byte[] { 0xC0, 0xAF })];

        foreach (ObjectKey key in keys)
        {
            Assert.Equal(StorageErrorCode.InvalidKey, await fixture.PutErrorAsync(key, "x"));
        }

        Assert.Equal(0, fixture.Blobs.Count);
    }

    [Fact]
    public async Task Put_KeyOf1024Bytes_IsStored_AndOf1025_IsRefused()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();

        Assert.Equal(StorageErrorCode.None, await fixture.PutErrorAsync(new string('k', 1024), "x"));
        Assert.Equal(StorageErrorCode.KeyTooLong, await fixture.PutErrorAsync(new string('k', 1025), "x"));
    }

    [Fact]
    public async Task Put_UserMetadataOver2KiB_IsRefusedBeforeTheContentIsRead()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var options = new PutObjectOptions { UserMetadata = new Dictionary<string, string> { ["n"] = new('v', 2048) } };

        StorageResult<ObjectInfo> result = await fixture.Engine.TryPutObjectAsync(EngineFixture.Bucket, "a", UnreadableContent(), options);

        Assert.Equal(StorageErrorCode.MetadataTooLarge, result.Error!.Code);
    }

    [Fact]
    public async Task Put_MissingBucket_IsRefusedBeforeTheContentIsRead()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();

        StorageResult<ObjectInfo> result = await fixture.Engine.TryPutObjectAsync("missing", "a", UnreadableContent());

        Assert.Equal(StorageErrorCode.NoSuchBucket, result.Error!.Code);
    }

    [Fact]
    public async Task Put_FailedCondition_IsRefusedBeforeTheContentIsRead()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "one");
        var options = new PutObjectOptions { Conditions = new WriteConditions { IfNoneMatch = "*" } };

        StorageResult<ObjectInfo> result = await fixture.Engine.TryPutObjectAsync(EngineFixture.Bucket, "a", UnreadableContent(), options);

        Assert.Equal(StorageErrorCode.PreconditionFailed, result.Error!.Code);
        Assert.Equal(3, result.Error.Current!.Size);
    }

    [Fact]
    public async Task Put_ConditionThatFailsMeanwhile_LeavesNoBlob()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var pipe = new Pipe();
        var options = new PutObjectOptions { Conditions = new WriteConditions { IfNoneMatch = "*" } };
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("late"));
        Task<StorageResult<ObjectInfo>> late = fixture.Engine.TryPutObjectAsync(EngineFixture.Bucket, "a", pipe.Reader, options).AsTask();

        await fixture.PutAsync("a", "first");
        await pipe.Writer.CompleteAsync();

        Assert.Equal(StorageErrorCode.PreconditionFailed, (await late).Error!.Code);
        Assert.Equal("first", await fixture.GetAsync("a"));
        Assert.Equal(1, fixture.Blobs.Count);
    }

    [Fact]
    public async Task Put_IfMatch_ReplacesOnlyThatVersion()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var ifMissing = new PutObjectOptions { Conditions = new WriteConditions { IfMatch = "*" } };
        Assert.Equal(StorageErrorCode.NoSuchKey, await fixture.PutErrorAsync("a", "x", ifMissing));
        ObjectInfo first = await fixture.PutAsync("a", "one");
        var ifFirst = new PutObjectOptions { Conditions = new WriteConditions { IfMatch = first.ETag } };

        Assert.Equal(StorageErrorCode.None, await fixture.PutErrorAsync("a", "two", ifFirst));
        Assert.Equal(StorageErrorCode.PreconditionFailed, await fixture.PutErrorAsync("a", "three", ifFirst));
        Assert.Equal("two", await fixture.GetAsync("a"));
    }

    [Fact]
    public async Task Put_100ConcurrentIfNoneMatch_HaveOneWinner()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: new YieldingMetadataStore(new MemoryMetadataStore()));
        var options = new PutObjectOptions { Conditions = new WriteConditions { IfNoneMatch = "*" } };

        for (int round = 0; round < 20; round++)
        {
            string key = $"key{round}";
            StorageErrorCode[] results = await Task.WhenAll(
                Enumerable.Range(0, 100).Select(i => Task.Run(() => fixture.PutErrorAsync(key, $"content {i}", options))));

            Assert.Equal(1, results.Count(code => code == StorageErrorCode.None));
            Assert.Equal(99, results.Count(code => code == StorageErrorCode.PreconditionFailed));
        }

        Assert.Equal(20, fixture.Blobs.Count);
    }

    [Fact]
    public async Task Put_SourceThrows_PassesTheExceptionOnAndLeavesNothing()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[10]);
        var failure = new StorageException(StorageErrorCode.DataDamaged, "of another store");
        await pipe.Writer.CompleteAsync(failure);

        StorageException thrown = await Assert.ThrowsAsync<StorageException>(
            () => fixture.Engine.TryPutObjectAsync(EngineFixture.Bucket, "a", pipe.Reader).AsTask());

        Assert.Same(failure, thrown);
        Assert.Equal(0, fixture.Blobs.Count);
        Assert.Equal(0, fixture.Blobs.OpenWriters);
        Assert.Empty(await fixture.KeysAsync());
    }

    [Fact]
    public async Task Put_Cancelled_LeavesNothing()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        using var cancellation = new CancellationTokenSource();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[10]);
        Task put = fixture.Engine.TryPutObjectAsync(EngineFixture.Bucket, "a", pipe.Reader, null, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
        Assert.Equal(0, fixture.Blobs.Count);
        Assert.Equal(0, fixture.Blobs.OpenWriters);
    }

    [Theory]
    [InlineData(StorageErrorCode.Unavailable)]
    [InlineData(StorageErrorCode.StorageFull)]
    public async Task Put_BlobStoreFails_GivesItsError(StorageErrorCode code)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        fixture.Blobs.FailWrites = code;

        Assert.Equal(code, await fixture.PutErrorAsync("a", "x"));
        Assert.Equal(0, fixture.Blobs.OpenWriters);
    }

    [Fact]
    public async Task Put_StagedShardsThatCannotRide_AreFlushedAndCommitted()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        fixture.Blobs.Stages = true;

        await fixture.PutAsync("a", "hello");

        Assert.Equal("hello", await fixture.GetAsync("a"));
    }

    [Fact]
    public async Task Put_MissingShards_AreQueuedForHealing()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        fixture.Blobs.MissingShards = 0b10;

        await fixture.PutAsync("a", "hello");

        Assert.Single(await fixture.RecordsAsync(MetadataKeys.Heals));
    }

    [Fact]
    public async Task Get_OverwrittenAndCollectedMeanwhile_ReadsItsVersionToTheEnd()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "first content");
        await fixture.PutAsync("b", "other");
        ObjectReader reader = (await fixture.Engine.TryOpenObjectAsync(EngineFixture.Bucket, "a")).Value;

        await fixture.PutAsync("a", "second");
        await fixture.DeleteAsync("b");
        Assert.Equal(1, await fixture.Engine.Garbage.RunOnceAsync(default));
        byte[] buffer = new byte[100];
        int count = await reader.ReadAsync(buffer);
        await reader.DisposeAsync();

        Assert.Equal("first content", Encoding.UTF8.GetString(buffer, 0, count));
        Assert.Equal(1, await fixture.Engine.Garbage.RunOnceAsync(default));
        Assert.Equal(1, fixture.Blobs.Count);
        Assert.Equal(0, fixture.Blobs.OpenReaders);
    }

    [Fact]
    public async Task Get_BlobsUnavailable_GivesTheErrorAndHoldsNothing()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "x");
        fixture.Blobs.FailReads = StorageErrorCode.Unavailable;

        Assert.Equal("<Unavailable>", await fixture.GetAsync("a"));

        await fixture.DeleteAsync("a");
        Assert.Equal(1, await fixture.Engine.Garbage.RunOnceAsync(default));
    }

    [Fact]
    public async Task Delete_MissingKey_IsNoError()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();

        Assert.Equal(DeleteObjectResult.Deleted, await fixture.DeleteAsync("a"));
    }

    [Fact]
    public async Task Delete_Object_RemovesItAndItsContent()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "hello");

        Assert.Equal(DeleteObjectResult.Deleted, await fixture.DeleteAsync("a"));
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal("<NoSuchKey>", await fixture.GetAsync("a"));
        Assert.Equal(0, fixture.Blobs.Count);
        Assert.Equal((0, 0), await fixture.UsageAsync());
    }

    [Fact]
    public async Task Delete_Conditions_AreThoseOfTheCurrentVersion()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        ObjectInfo info = await fixture.PutAsync("a", "hello");

        async Task<StorageErrorCode?> Delete(WriteConditions conditions, string key = "a")
            => (await fixture.Engine.TryDeleteObjectAsync(EngineFixture.Bucket, key, new DeleteObjectOptions { Conditions = conditions })).Error?.Code;

        Assert.Equal(StorageErrorCode.PreconditionFailed, await Delete(new WriteConditions { IfMatch = "other" }));
        Assert.Equal(StorageErrorCode.PreconditionFailed, await Delete(new WriteConditions { IfSize = 4 }));
        Assert.Equal(StorageErrorCode.PreconditionFailed, await Delete(new WriteConditions { IfLastModified = info.LastModified.AddSeconds(1) }));
        Assert.Equal(StorageErrorCode.NoSuchKey, await Delete(new WriteConditions { IfMatch = "*" }, "missing"));
        Assert.Null(await Delete(new WriteConditions { IfMatch = info.ETag, IfSize = 5, IfLastModified = info.LastModified.AddMilliseconds(400) }));
        Assert.Empty(await fixture.KeysAsync());
    }

    [Fact]
    public async Task DeleteMany_ManyKeys_GivesOneResultEach()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        for (int i = 0; i < 150; i++)
        {
            await fixture.PutAsync($"k{i}", "x");
        }

        var entries = Enumerable.Range(0, 151).Select(i => new DeleteObjectEntry(i == 150 ? "" : $"k{i}")).ToList();
        var results = (await fixture.Engine.TryDeleteObjectsAsync(EngineFixture.Bucket, entries)).Value;

        Assert.Equal(151, results.Count);
        Assert.All(results.Take(150), result => Assert.True(result.IsSuccess));
        Assert.Equal(StorageErrorCode.InvalidKey, results[150].Error!.Code);
        Assert.Empty(await fixture.KeysAsync());
    }

    [Fact]
    public async Task DeleteMany_MoreThan1000_IsRefused()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var entries = Enumerable.Range(0, 1001).Select(i => new DeleteObjectEntry($"k{i}")).ToList();

        Assert.Equal(StorageErrorCode.InvalidArgument, (await fixture.Engine.TryDeleteObjectsAsync(EngineFixture.Bucket, entries)).Error!.Code);
    }

    [Fact]
    public async Task Copy_Object_CopiesContentAndMetadata()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var options = new PutObjectOptions
        {
            Headers = new ObjectHeaders { ContentType = "text/plain" },
            UserMetadata = new Dictionary<string, string> { ["a"] = "b" },
            ChecksumAlgorithm = ChecksumAlgorithm.Sha256,
        };
        await fixture.PutAsync("source", "hello", options);

        ObjectInfo copy = (await fixture.Engine.TryCopyObjectAsync(new ObjectReference(EngineFixture.Bucket, "source"), EngineFixture.Bucket, "copy")).Value;
        await fixture.DeleteAsync("source");
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal("text/plain", copy.Headers.ContentType);
        Assert.Equal("b", copy.UserMetadata["a"]);
        Assert.Equal(SHA256.HashData("hello"u8), copy.Checksum!.Value.ToArray());
        Assert.Equal("hello", await fixture.GetAsync("copy"));
        Assert.Equal(0, fixture.Blobs.OpenReaders);
    }

    [Fact]
    public async Task Copy_OntoItself_NeedsNewMetadata()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "hello", new PutObjectOptions { Headers = new ObjectHeaders { ContentType = "text/plain" } });
        var source = new ObjectReference(EngineFixture.Bucket, "a");
        var replace = new CopyObjectOptions { ReplaceHeaders = new ObjectHeaders { ContentType = "text/html" } };

        Assert.Equal(StorageErrorCode.InvalidArgument, (await fixture.Engine.TryCopyObjectAsync(source, EngineFixture.Bucket, "a")).Error!.Code);
        ObjectInfo copy = (await fixture.Engine.TryCopyObjectAsync(source, EngineFixture.Bucket, "a", replace)).Value;

        Assert.Equal("text/html", copy.Headers.ContentType);
        Assert.Equal("hello", await fixture.GetAsync("a"));
    }

    [Fact]
    public async Task Copy_SourceConditionNotModified_IsPreconditionFailed()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "hello");
        var options = new CopyObjectOptions { SourceConditions = new ReadConditions { IfNoneMatch = ["*"] } };

        StorageResult<ObjectInfo> result = await fixture.Engine
            .TryCopyObjectAsync(new ObjectReference(EngineFixture.Bucket, "a"), EngineFixture.Bucket, "b", options);

        Assert.Equal(StorageErrorCode.PreconditionFailed, result.Error!.Code);
    }

    private static PipeReader UnreadableContent()
    {
        var pipe = new Pipe();
        pipe.Writer.Complete(new InvalidOperationException("The content was read."));
        return pipe.Reader;
    }
}
