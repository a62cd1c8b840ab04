using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class ReadConditionTests
{
    // RFC 9110, section 13.2.2: If-Match before If-Unmodified-Since, If-None-Match before If-Modified-Since. M: the tag matches; O: it does
    // not; B, A: a time before, after the modification; -: no condition.
    [Theory]
    [InlineData("----", StorageErrorCode.None)]
    [InlineData("M---", StorageErrorCode.None)]
    [InlineData("O---", StorageErrorCode.PreconditionFailed)]
    [InlineData("*---", StorageErrorCode.None)]
    [InlineData("-B--", StorageErrorCode.PreconditionFailed)]
    [InlineData("-A--", StorageErrorCode.None)]
    [InlineData("MB--", StorageErrorCode.None)]
    [InlineData("OA--", StorageErrorCode.PreconditionFailed)]
    [InlineData("--M-", StorageErrorCode.NotModified)]
    [InlineData("--*-", StorageErrorCode.NotModified)]
    [InlineData("--O-", StorageErrorCode.None)]
    [InlineData("---B", StorageErrorCode.None)]
    [InlineData("---A", StorageErrorCode.NotModified)]
    [InlineData("--OA", StorageErrorCode.None)]
    [InlineData("--MB", StorageErrorCode.NotModified)]
    [InlineData("O-M-", StorageErrorCode.PreconditionFailed)]
    [InlineData("M-M-", StorageErrorCode.NotModified)]
    public async Task Read_Conditions_AreDecidedInTheOrderOfTheRfc(string conditions, StorageErrorCode expected)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        ObjectInfo info = await fixture.PutAsync("key", "content");
        IReadOnlyList<string>? Tags(char condition) => condition switch
        {
            'M' => ["other", info.ETag],
            'O' => ["other"],
            '*' => ["*"],
            _ => null,
        };
        DateTimeOffset? Time(char condition) => condition switch
        {
            'B' => info.LastModified.AddSeconds(-1),
            'A' => info.LastModified,
            _ => null,
        };
        var options = new GetObjectOptions
        {
            Conditions = new ReadConditions
            {
                IfMatch = Tags(conditions[0]),
                IfUnmodifiedSince = Time(conditions[1]),
                IfNoneMatch = Tags(conditions[2]),
                IfModifiedSince = Time(conditions[3]),
            },
        };

        StorageResult<ObjectInfo> head = await fixture.Engine.TryGetObjectInfoAsync(EngineFixture.Bucket, "key", options);
        StorageResult<ObjectReader> get = await fixture.Engine.TryOpenObjectAsync(EngineFixture.Bucket, "key", options);

        Assert.Equal(expected, head.Error?.Code ?? StorageErrorCode.None);
        Assert.Equal(expected, get.Error?.Code ?? StorageErrorCode.None);
        Assert.Equal(expected == StorageErrorCode.None ? null : info.ETag, get.Error?.Current?.ETag);
        if (get.TryGetValue(out ObjectReader? reader))
        {
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task Read_RangeOutsideTheObject_IsInvalid()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("key", "content");
        await fixture.PutAsync("empty", "");

        async Task<StorageErrorCode?> Open(string key, GetObjectOptions options)
            => (await fixture.Engine.TryOpenObjectAsync(EngineFixture.Bucket, key, options)).Error?.Code;

        Assert.Equal(StorageErrorCode.InvalidRange, await Open("key", new GetObjectOptions { Range = ByteRange.StartingAt(7) }));
        Assert.Equal(StorageErrorCode.InvalidRange, await Open("key", new GetObjectOptions { Range = ByteRange.Last(0) }));
        Assert.Equal(StorageErrorCode.InvalidRange, await Open("empty", new GetObjectOptions { Range = ByteRange.StartingAt(0) }));
        Assert.Equal(StorageErrorCode.InvalidRange, await Open("key", new GetObjectOptions { PartNumber = 2 }));
        Assert.Equal(StorageErrorCode.InvalidArgument, await Open("key", new GetObjectOptions { PartNumber = 0 }));
        Assert.Equal(StorageErrorCode.InvalidArgument, await Open("key", new GetObjectOptions { PartNumber = 1, Range = ByteRange.Last(1) }));
        Assert.Equal("content"u8.ToArray(), await fixture.ReadAsync("key", new GetObjectOptions { PartNumber = 1 }));
    }
}
