using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Crashes;

public class CrashTests
{
    private const string Bucket = "crash";
    private const int Writers = 16;
    private const int KeysOfWriter = 12;

    /// <summary>Kills of one run; OBJECTSTORE_CRASH_CYCLES asks for more.</summary>
    private static int Cycles => int.Parse(Environment.GetEnvironmentVariable("OBJECTSTORE_CRASH_CYCLES") ?? "100", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Kill9_UnderSixteenWriters_LosesNothingAcknowledged()
    {
        using var folder = new TempFolder();
        string[] drives = folder.Drives(4);
        var oracle = new WriteOracle();
        var random = new Random(20);
        int generation = 0;
        for (int cycle = 0; cycle < Cycles; cycle++)
        {
            await using ServerProcess server = await ServerProcess.StartAsync(drives);
            using AmazonS3Client s3 = S3Clients.Aws(server, maxErrorRetry: 0);
            if (cycle == 0)
            {
                await s3.PutBucketAsync(Bucket, TestContext.Current.CancellationToken);
            }

            AssertNothingStaged(drives);
            await VerifyAsync(s3, oracle, $"after kill {cycle}");
            int acknowledgements = random.Next(1, 150);
            await RunWritersUntilKilledAsync(server, s3, oracle, acknowledgements, () => Interlocked.Increment(ref generation));
        }

        await VerifyEmptiesCompletelyAsync(drives, oracle);
    }

    private static async Task RunWritersUntilKilledAsync(ServerProcess server, AmazonS3Client s3, WriteOracle oracle, int acknowledgements, Func<int> nextGeneration)
    {
        int remaining = acknowledgements;
        using var stop = new CancellationTokenSource();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(nextGeneration());
            while (!stop.IsCancellationRequested)
            {
                string key = $"writer-{writer:00}/key-{random.Next(KeysOfWriter)}";
                if (!await TryWriteAsync(s3, oracle, key, random.Next(10) == 0 ? null : nextGeneration()))
                {
                    return;
                }

                if (Interlocked.Decrement(ref remaining) == 0)
                {
                    reached.SetResult();
                }
            }
        }))];

        await Task.WhenAny(reached.Task, Task.WhenAll(writers));
        Assert.True(reached.Task.IsCompleted, $"All writers ended before {acknowledgements} acknowledgements:\n{server.Output}");
        await server.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    /// <summary>Puts or deletes; false once the server is gone.</summary>
    private static async Task<bool> TryWriteAsync(AmazonS3Client s3, WriteOracle oracle, string key, int? generation)
    {
        oracle.Attempt(key, generation);
        try
        {
            if (generation is int content)
            {
                using var stream = new MemoryStream(GeneratedContent.Create(content));
                await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = stream });
            }
            else
            {
                await s3.DeleteObjectAsync(Bucket, key);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or Amazon.Runtime.AmazonClientException)
        {
            return false;
        }

        oracle.Settle(key, generation);
        return true;
    }

    /// <summary>Every key holds what was acknowledged or attempted, whole, and the listing says the same.</summary>
    private static async Task VerifyAsync(AmazonS3Client s3, WriteOracle oracle, string when)
    {
        var found = new SortedDictionary<string, (long Size, string ETag)>(StringComparer.Ordinal);
        foreach (string key in oracle.Keys)
        {
            (int? generation, string? etag, long size) = await ReadAsync(s3, key, when);
            Assert.True(oracle.IsPossible(key, generation), $"{when}, {key} holds {generation?.ToString(CultureInfo.InvariantCulture) ?? "none"} instead of {oracle.Describe(key)}");
            oracle.Settle(key, generation);
            if (etag is not null)
            {
                found.Add(key, (size, etag));
            }
        }

        var listed = new SortedDictionary<string, (long Size, string ETag)>(StringComparer.Ordinal);
        await foreach (S3Object item in s3.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Bucket, MaxKeys = 50 }).S3Objects)
        {
            listed.Add(item.Key, (item.Size!.Value, item.ETag));
        }

        Assert.Equal(found, listed);
    }

    private static async Task<(int? Generation, string? ETag, long Size)> ReadAsync(AmazonS3Client s3, string key, string when)
    {
        try
        {
            using GetObjectResponse response = await s3.GetObjectAsync(Bucket, key);
            using var content = new MemoryStream();
            await response.ResponseStream.CopyToAsync(content);
            int? generation = GeneratedContent.Recognise(content.ToArray());
            Assert.True(generation is not null, $"{when}, {key} has {content.Length} bytes that nobody wrote");
            return (generation, response.ETag, content.Length);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return (null, null, 0);
        }
    }

    private static void AssertNothingStaged(string[] drives)
        => Assert.Empty(drives.SelectMany(static drive => Directory.GetFiles(Path.Combine(drive, "staging"))));

    /// <summary>Deletes every object; then no shard file may be left on any drive: neither garbage nor orphans of the kills.</summary>
    private static async Task VerifyEmptiesCompletelyAsync(string[] drives, WriteOracle oracle)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(drives);
        using AmazonS3Client s3 = S3Clients.Aws(server);
        await VerifyAsync(s3, oracle, "at the end");
        foreach (string key in oracle.Keys)
        {
            await s3.DeleteObjectAsync(Bucket, key);
        }

        await Eventually.AsyncAssert(
            () => Task.FromResult(drives.SelectMany(static drive => Directory.GetFiles(Path.Combine(drive, "data"), "*", SearchOption.AllDirectories)).Count()),
            static left => left == 0,
            "shard files left on the drives");
        await s3.DeleteBucketAsync(Bucket);
    }
}
