using System.Security.Cryptography;
using ObjectStore.Integrity;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class MultipartTests
{
    private const int MinPartSize = 5 << 20;

    private static readonly byte[] Large = CreateContent(MinPartSize);

    [Fact]
    public async Task Complete_Parts_MakesOneObject()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var options = new CreateMultipartUploadOptions
        {
            Headers = new ObjectHeaders { ContentType = "text/plain" },
            UserMetadata = new Dictionary<string, string> { ["N"] = "v" },
        };
        MultipartUploadInfo upload = await BeginAsync(fixture, options);
        ObjectPart second = await UploadAsync(fixture, upload, 7, "the end"u8.ToArray());
        ObjectPart first = await UploadAsync(fixture, upload, 2, Large);

        ObjectInfo info = (await CompleteAsync(fixture, upload, first, second)).Value;

        byte[] expected = [.. Large, .. "the end"u8];
        Assert.Equal(ExpectedETag(Large, "the end"u8.ToArray()), info.ETag);
        Assert.Equal(expected.Length, info.Size);
        Assert.Equal("text/plain", info.Headers.ContentType);
        Assert.Equal("v", info.UserMetadata["n"]);
        Assert.Equal([2, 7], info.Parts.Select(part => part.Number));
        Assert.Equal(expected, await fixture.ReadAsync("key"));
        Assert.Equal("the end"u8.ToArray(), await fixture.ReadAsync("key", new GetObjectOptions { PartNumber = 7 }));
        Assert.Equal("the"u8.ToArray(), await fixture.ReadAsync("key", new GetObjectOptions { Range = ByteRange.FromTo(MinPartSize, MinPartSize + 2) }));
        Assert.Equal((1, expected.Length), await fixture.UsageAsync());
    }

    [Fact]
    public async Task Complete_LeavesNothingOfTheUpload()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture);
        ObjectPart used = await UploadAsync(fixture, upload, 1, Large);
        await UploadAsync(fixture, upload, 2, [1]);

        await CompleteAsync(fixture, upload, used);
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal(1, fixture.Blobs.Count);
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.AllParts));
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.AllUploads));
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.Garbage));
        Assert.Equal(StorageErrorCode.NoSuchUpload, (await CompleteAsync(fixture, upload, used)).Error!.Code);
        Assert.Equal(Large, await fixture.ReadAsync("key"));
    }

    [Fact]
    public async Task Complete_ReplacedPart_UsesTheLastAndFreesTheFirst()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture);
        ObjectPart old = await UploadAsync(fixture, upload, 1, "old"u8.ToArray());
        ObjectPart last = await UploadAsync(fixture, upload, 1, "new"u8.ToArray());
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal(1, fixture.Blobs.Count);
        Assert.Equal(StorageErrorCode.InvalidPart, (await CompleteAsync(fixture, upload, old)).Error!.Code);
        Assert.True((await CompleteAsync(fixture, upload, last)).IsSuccess);
        Assert.Equal("new", await fixture.GetAsync("key"));
    }

    [Fact]
    public async Task Complete_WrongParts_GetTheirErrors()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture);
        ObjectPart small = await UploadAsync(fixture, upload, 1, [1]);
        ObjectPart other = await UploadAsync(fixture, upload, 2, [2]);

        Assert.Equal(StorageErrorCode.InvalidPartOrder, (await CompleteAsync(fixture, upload, other, small)).Error!.Code);
        Assert.Equal(StorageErrorCode.InvalidPartOrder, (await CompleteAsync(fixture, upload, small, small)).Error!.Code);
        Assert.Equal(StorageErrorCode.EntityTooSmall, (await CompleteAsync(fixture, upload, small, other)).Error!.Code);
        Assert.Equal(StorageErrorCode.InvalidPart, (await CompleteAsync(fixture, upload, other with { Number = 3 })).Error!.Code);
        Assert.Equal(StorageErrorCode.InvalidPart, (await CompleteAsync(fixture, upload, small with { ETag = other.ETag })).Error!.Code);
        Assert.Equal(StorageErrorCode.InvalidArgument, (await CompleteAsync(fixture, upload)).Error!.Code);
        var size = new CompleteMultipartUploadOptions { ExpectedSize = 2 };
        Assert.Equal(StorageErrorCode.InvalidArgument, (await CompleteAsync(fixture, upload, size, small)).Error!.Code);
        Assert.Empty(await fixture.KeysAsync());
        Assert.Equal(2, (await fixture.Engine.TryListPartsAsync(EngineFixture.Bucket, "key", upload.UploadId)).Value.Parts.Count);
    }

    [Fact]
    public async Task Complete_Condition_DecidesAndKeepsTheUpload()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("key", "there");
        MultipartUploadInfo upload = await BeginAsync(fixture);
        ObjectPart part = await UploadAsync(fixture, upload, 1, [1]);
        var onlyNew = new CompleteMultipartUploadOptions { Conditions = new WriteConditions { IfNoneMatch = "*" } };

        Assert.Equal(StorageErrorCode.PreconditionFailed, (await CompleteAsync(fixture, upload, onlyNew, part)).Error!.Code);
        await fixture.DeleteAsync("key");
        Assert.True((await CompleteAsync(fixture, upload, onlyNew, part)).IsSuccess);
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32, ChecksumType.FullObject)]
    [InlineData(ChecksumAlgorithm.Crc32C, ChecksumType.FullObject)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, ChecksumType.FullObject)]
    [InlineData(ChecksumAlgorithm.Crc32, ChecksumType.Composite)]
    [InlineData(ChecksumAlgorithm.Sha1, ChecksumType.Composite)]
    [InlineData(ChecksumAlgorithm.Sha256, ChecksumType.Composite)]
    public async Task Complete_Checksum_IsThatOfTheWholeOrOfThePartsChecksums(ChecksumAlgorithm algorithm, ChecksumType type)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture, new CreateMultipartUploadOptions { ChecksumAlgorithm = algorithm, ChecksumType = type });
        ObjectPart first = await UploadAsync(fixture, upload, 1, Large);
        ObjectPart second = await UploadAsync(fixture, upload, 2, [1, 2, 3]);
        byte[] expected = type == ChecksumType.FullObject
            ? Checksum(algorithm, [.. Large, 1, 2, 3])
            : Checksum(algorithm, [.. Checksum(algorithm, Large), .. Checksum(algorithm, [1, 2, 3])]);
        var wrong = new CompleteMultipartUploadOptions { ExpectedChecksum = new ObjectChecksum(algorithm, new byte[expected.Length], type) };
        var right = new CompleteMultipartUploadOptions { ExpectedChecksum = new ObjectChecksum(algorithm, expected, type) };

        Assert.Equal(StorageErrorCode.BadDigest, (await CompleteAsync(fixture, upload, wrong, first, second)).Error!.Code);
        ObjectInfo info = (await CompleteAsync(fixture, upload, right, first, second)).Value;

        Assert.Equal(type, info.Checksum!.Type);
        Assert.Equal(expected, info.Checksum.Value.ToArray());
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Sha256, ChecksumType.FullObject)]
    [InlineData(ChecksumAlgorithm.Sha1, ChecksumType.FullObject)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, ChecksumType.Composite)]
    public async Task Create_ImpossibleChecksum_IsRefused(ChecksumAlgorithm algorithm, ChecksumType type)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var options = new CreateMultipartUploadOptions { ChecksumAlgorithm = algorithm, ChecksumType = type };

        Assert.Equal(StorageErrorCode.InvalidArgument, (await fixture.Engine.TryCreateMultipartUploadAsync(EngineFixture.Bucket, "key", options)).Error!.Code);
    }

    [Fact]
    public async Task Complete_17Parts_StandInAListOfTheirOwn()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture);
        var parts = new List<ObjectPart>();
        for (int number = 1; number <= 17; number++)
        {
            parts.Add(await UploadAsync(fixture, upload, number, number == 17 ? [17] : Large));
        }

        await CompleteAsync(fixture, upload, [.. parts]);
        ObjectInfo info = (await fixture.Engine.TryGetObjectInfoAsync(EngineFixture.Bucket, "key")).Value;

        Assert.Equal(parts, info.Parts);
        Assert.Equal([17], await fixture.ReadAsync("key", new GetObjectOptions { PartNumber = 17 }));
        Assert.Equal((16L * MinPartSize) + 1, info.Size);
        Assert.EndsWith("-17", info.ETag, StringComparison.Ordinal);
        ObjectReader reader = (await fixture.Engine.TryOpenObjectAsync(EngineFixture.Bucket, "key")).Value;
        await fixture.DeleteAsync("key");
        await fixture.Engine.Garbage.RunOnceAsync(default);
        Assert.Equal(17, fixture.Blobs.Count);
        await reader.DisposeAsync();
        await fixture.Engine.Garbage.RunOnceAsync(default);
        Assert.Equal(0, fixture.Blobs.Count);
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.Garbage));
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.PartList(default)));
    }

    [Fact]
    public async Task Abort_Upload_FreesItsParts()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture);
        ObjectPart part = await UploadAsync(fixture, upload, 1, [1]);

        Assert.Equal(upload, (await fixture.Engine.TryAbortMultipartUploadAsync(EngineFixture.Bucket, "key", upload.UploadId)).Value);
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal(0, fixture.Blobs.Count);
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.AllParts));
        Assert.Equal(StorageErrorCode.NoSuchUpload, (await CompleteAsync(fixture, upload, part)).Error!.Code);
        Assert.Equal(StorageErrorCode.NoSuchUpload, (await fixture.Engine.TryAbortMultipartUploadAsync(EngineFixture.Bucket, "key", upload.UploadId)).Error!.Code);
    }

    [Fact]
    public async Task Upload_OfAnotherKeyOrBucket_DoesNotExist()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.CreateBucketAsync("other");
        MultipartUploadInfo upload = await BeginAsync(fixture);

        async Task<StorageErrorCode> Try(string bucket, string key, string id)
            => (await fixture.Engine.TryUploadPartAsync(bucket, key, id, 1, EngineFixture.Content("x"))).Error!.Code;

        Assert.Equal(StorageErrorCode.NoSuchUpload, await Try(EngineFixture.Bucket, "kez", upload.UploadId));
        Assert.Equal(StorageErrorCode.NoSuchUpload, await Try("other", "key", upload.UploadId));
        Assert.Equal(StorageErrorCode.NoSuchUpload, await Try(EngineFixture.Bucket, "key", "../../x"));
        Assert.Equal(StorageErrorCode.NoSuchBucket, await Try("missing", "key", upload.UploadId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task UploadPart_NumberOutOfRange_IsRefused(int number)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture);

        StorageResult<ObjectPart> result = await fixture.Engine
            .TryUploadPartAsync(EngineFixture.Bucket, "key", upload.UploadId, number, EngineFixture.Content("x"));

        Assert.Equal(StorageErrorCode.InvalidArgument, result.Error!.Code);
    }

    [Fact]
    public async Task UploadPart_ChecksumOfAnotherAlgorithm_IsRefused()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture, new CreateMultipartUploadOptions { ChecksumAlgorithm = ChecksumAlgorithm.Crc32 });
        var options = new UploadPartOptions { ChecksumAlgorithm = ChecksumAlgorithm.Sha1 };

        StorageResult<ObjectPart> result = await fixture.Engine
            .TryUploadPartAsync(EngineFixture.Bucket, "key", upload.UploadId, 1, EngineFixture.Content("x"), options);

        Assert.Equal(StorageErrorCode.InvalidArgument, result.Error!.Code);
    }

    [Fact]
    public async Task UploadPartCopy_Range_CopiesThoseBytes()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("source", "0123456789");
        MultipartUploadInfo upload = await BeginAsync(fixture);
        var source = new ObjectReference(EngineFixture.Bucket, "source");

        async Task<StorageResult<ObjectPart>> Copy(int number, ByteRange? range)
            => await fixture.Engine.TryUploadPartCopyAsync(
                source, EngineFixture.Bucket, "key", upload.UploadId, number, new UploadPartCopyOptions { Range = range });

        ObjectPart part = (await Copy(1, ByteRange.FromTo(2, 4))).Value;
        Assert.Equal(StorageErrorCode.InvalidRange, (await Copy(2, ByteRange.FromTo(2, 10))).Error!.Code);
        Assert.Equal(StorageErrorCode.InvalidRange, (await Copy(2, ByteRange.StartingAt(10))).Error!.Code);
        await CompleteAsync(fixture, upload, part);

        Assert.Equal("234", await fixture.GetAsync("key"));
        Assert.Equal(0, fixture.Blobs.OpenReaders);
    }

    [Fact]
    public async Task ListParts_Pages_GiveEveryPartOnce()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        MultipartUploadInfo upload = await BeginAsync(fixture);
        int[] numbers = [1, 2, 5, 9000, 10_000];
        foreach (int number in numbers)
        {
            await UploadAsync(fixture, upload, number, [1]);
        }

        var found = new List<int>();
        int marker = 0;
        PartListing page;
        do
        {
            var options = new ListPartsOptions { MaxParts = 2, PartNumberMarker = marker };
            page = (await fixture.Engine.TryListPartsAsync(EngineFixture.Bucket, "key", upload.UploadId, options)).Value;
            found.AddRange(page.Parts.Select(part => part.Number));
            marker = page.NextPartNumberMarker;
        }
        while (page.IsTruncated);

        Assert.Equal(numbers, found);
    }

    [Fact]
    public async Task Complete_RacingAbortCompleteAndParts_HasOneWinnerAndLeaksNothing()
    {
        for (int round = 0; round < 60; round++)
        {
            EngineFixture fixture = await EngineFixture.CreateAsync(metadata: new YieldingMetadataStore(new MemoryMetadataStore()));
            MultipartUploadInfo upload = await BeginAsync(fixture);
            ObjectPart part = await UploadAsync(fixture, upload, 1, "content"u8.ToArray());

            Task<StorageResult<ObjectInfo>>[] completes = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => CompleteAsync(fixture, upload, part)))];
            Task<StorageResult<MultipartUploadInfo>> abort = Task.Run(
                () => fixture.Engine.TryAbortMultipartUploadAsync(EngineFixture.Bucket, "key", upload.UploadId).AsTask());
            Task<StorageResult<ObjectPart>>[] parts = [.. Enumerable.Range(0, 6).Select(i => Task.Run(
                () => fixture.Engine.TryUploadPartAsync(EngineFixture.Bucket, "key", upload.UploadId, 2 + (i % 3), EngineFixture.Content($"{i}")).AsTask()))];
            StorageErrorCode?[] completed = [.. (await Task.WhenAll(completes)).Select(result => result.Error?.Code)];
            StorageErrorCode?[] uploaded = [.. (await Task.WhenAll(parts)).Select(result => result.Error?.Code)];
            bool isAborted = (await abort).IsSuccess;
            await fixture.Engine.Garbage.RunOnceAsync(default);

            Assert.Equal(1, completed.Count(code => code is null) + (isAborted ? 1 : 0));
            Assert.All(completed, code => Assert.True(code is null or StorageErrorCode.NoSuchUpload));
            Assert.All(uploaded, code => Assert.True(code is null or StorageErrorCode.NoSuchUpload));
            Assert.Equal(isAborted ? "<NoSuchKey>" : "content", await fixture.GetAsync("key"));
            Assert.Equal(isAborted ? 0 : 1, fixture.Blobs.Count);
            Assert.Empty(await fixture.RecordsAsync(MetadataKeys.AllParts));
        }
    }

    private static async Task<MultipartUploadInfo> BeginAsync(EngineFixture fixture, CreateMultipartUploadOptions? options = null)
        => (await fixture.Engine.TryCreateMultipartUploadAsync(EngineFixture.Bucket, "key", options)).Value;

    private static async Task<ObjectPart> UploadAsync(EngineFixture fixture, MultipartUploadInfo upload, int number, byte[] content)
        => (await fixture.Engine.TryUploadPartAsync(upload.Bucket, upload.Key, upload.UploadId, number, EngineFixture.Content(content))).Value;

    private static Task<StorageResult<ObjectInfo>> CompleteAsync(EngineFixture fixture, MultipartUploadInfo upload, params ObjectPart[] parts)
        => CompleteAsync(fixture, upload, null, parts);

    private static async Task<StorageResult<ObjectInfo>> CompleteAsync(
        EngineFixture fixture, MultipartUploadInfo upload, CompleteMultipartUploadOptions? options, params ObjectPart[] parts)
    {
        CompletedPart[] named = [.. parts.Select(part => new CompletedPart(part.Number, part.ETag, part.Checksum))];
        return await fixture.Engine.TryCompleteMultipartUploadAsync(upload.Bucket, upload.Key, upload.UploadId, named, options);
    }

    private static string ExpectedETag(params byte[][] parts)
        => Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(MD5.HashData)])) + $"-{parts.Length}";

    private static byte[] Checksum(ChecksumAlgorithm algorithm, byte[] content)
    {
        using ContentChecksum checksum = ContentChecksum.Create(algorithm);
        checksum.Append(content);
        return checksum.Finish();
    }

    private static byte[] CreateContent(int length)
    {
        byte[] content = new byte[length];
        new Random(1).NextBytes(content);
        return content;
    }
}
