using Xunit;

namespace ObjectStore.PublicApi.Tests;

public sealed class ConditionalWriteTests : IDisposable
{
    private const int Rounds = 1000;
    private const int WritersOfRound = 100;

    private readonly TempDrives _drives = new(4);

    public void Dispose() => _drives.Dispose();

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
