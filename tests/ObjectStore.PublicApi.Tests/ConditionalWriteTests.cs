using Xunit;

namespace ObjectStore.PublicApi.Tests;

public sealed class ConditionalWriteTests : IDisposable
{
    private const int Rounds = 1000;
    private const int WritersOfRound = 100;

    private readonly TempDrives _drives = new(4);

    public void Dispose() => _drives.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    public async Task Conditions_ETagWithOrWithoutQuotes_IsTheSame(string quote)
    {
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync("conditions");
        string eTag = (await store.PutObjectAsync("conditions", "key", new System.Buffers.ReadOnlySequence<byte>("first"u8.ToArray()))).ETag;
        string spelled = quote + eTag + quote;

        var unlessSame = new GetObjectOptions { Conditions = new ReadConditions { IfNoneMatch = [spelled] } };
        Assert.Equal(StorageErrorCode.NotModified, (await store.TryOpenObjectAsync("conditions", "key", unlessSame)).Error?.Code);
        var ifSame = new PutObjectOptions { Conditions = new WriteConditions { IfMatch = spelled } };
        await store.PutObjectAsync("conditions", "key", new System.Buffers.ReadOnlySequence<byte>("second"u8.ToArray()), ifSame);
        StorageResult<ObjectInfo> again = await store.TryPutObjectAsync("conditions", "key", System.IO.Pipelines.PipeReader.Create(Stream.Null), ifSame);
        Assert.Equal(StorageErrorCode.PreconditionFailed, again.Error?.Code);
        Assert.StartsWith("PreconditionFailed: ", again.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserMetadata_AnyCase_IsFound()
    {
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync("metadata");
        var options = new PutObjectOptions { UserMetadata = new Dictionary<string, string> { ["Epoch"] = "12" } };
        await store.PutObjectAsync("metadata", "key", new System.Buffers.ReadOnlySequence<byte>("x"u8.ToArray()), options);

        ObjectInfo info = await store.GetObjectInfoAsync("metadata", "key");

        Assert.Equal(["epoch"], info.UserMetadata.Keys);
        Assert.Equal("12", info.UserMetadata["Epoch"]);
    }

    [Fact]
    public async Task Status_AsText_TellsTheState()
    {
        await using IObjectStore store = await _drives.OpenAsync();
        Assert.StartsWith("4 of 4 drives online, 1 x 2+2, reads and writes", store.GetStatus().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IfNoneMatch_HundredConcurrentPuts_HaveOneWinnerEachRound()
    {
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync("race");
        var options = new PutObjectOptions { Conditions = new WriteConditions { IfNoneMatch = "*" } };
        for (int round = 0; round < Rounds; round++)
        {
            string key = $"round-{round}";
            Task<StorageResult<ObjectInfo>>[] writers = [.. Enumerable.Range(0, WritersOfRound).Select(
                writer => Task.Run(async () => await store.TryPutObjectAsync(
                    "race", key, System.IO.Pipelines.PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(BitConverter.GetBytes(writer))), options)))];
            StorageResult<ObjectInfo>[] results = await Task.WhenAll(writers);

            int winner = Assert.Single(Enumerable.Range(0, WritersOfRound), writer => results[writer].IsSuccess);
            Assert.All(
                results.Where(static result => !result.IsSuccess),
                static result => Assert.Equal(StorageErrorCode.PreconditionFailed, result.Error!.Code));
            using var read = new MemoryStream();
            await store.GetObjectAsync("race", key, read);
            Assert.Equal(BitConverter.GetBytes(winner), read.ToArray());
        }
    }
}
