using System.Collections.Concurrent;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Drives;

/// <summary>Full drives refuse what is new, go on with everything else, and take writes again once something was deleted.</summary>
public sealed class FullDriveTests : IDisposable
{
    private const string Bucket = "full";
    private const int MebibytesOfDrive = 64;
    private const int Writers = 8;
    private const int SmallSize = 1000;

    private readonly TempFolder _folder = new();
    private readonly List<MemoryFileSystem> _drives = [];

    public void Dispose()
    {
        _drives.ForEach(static drive => drive.Dispose());
        _folder.Dispose();
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    public async Task Full_OfObjectsOfASize_RefusesThemAndServesTheRest(int size)
    {
        for (int n = 1; n <= 4; n++)
        {
            _drives.Add(await MemoryFileSystem.MountAsync(_folder.Combine($"drive{n}"), MebibytesOfDrive));
        }

        await using ServerProcess server = await ServerProcess.StartAsync(_drives.Select(static drive => drive.Path));
        using AmazonS3Client s3 = S3Clients.Aws(server, maxErrorRetry: 0);
        await s3.PutBucketAsync(Bucket, TestContext.Current.CancellationToken);
        for (int round = 0; round < 2; round++)
        {
            Dictionary<string, int> stored = await FillAsync(s3, size, $"round-{round}/large/");
            foreach ((string key, int small) in await FillAsync(s3, SmallSize, $"round-{round}/small/"))
            {
                stored.Add(key, small);
            }

            Assert.NotEmpty(stored);
            await AssertFullAsync(() => s3.PutBucketAsync("another", TestContext.Current.CancellationToken));
            await AssertFullAsync(() => PutAsync(s3, "empty", 0));
            await AssertFullAsync(() => s3.InitiateMultipartUploadAsync(Bucket, "parts", TestContext.Current.CancellationToken));
            Assert.Equal(stored.Keys.Order(StringComparer.Ordinal), await ListAsync(s3));
            foreach ((string key, int length) in stored.Where(static (_, index) => index % 50 == 0))
            {
                using GetObjectResponse response = await s3.GetObjectAsync(Bucket, key, TestContext.Current.CancellationToken);
                using var content = new MemoryStream();
                await response.ResponseStream.CopyToAsync(content, TestContext.Current.CancellationToken);
                Assert.Equal(ContentOf(key, length), content.ToArray());
            }

            await DeleteAsync(s3, stored.Keys);

            Assert.Empty(await ListAsync(s3));
            await Eventually.AsyncAssert(() => IsTakenAsync(s3, size), static taken => taken, "a write after the deletions");
            await s3.DeleteObjectAsync(Bucket, "again", TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain("was taken out", server.Output, StringComparison.Ordinal);
        Assert.All(_drives, static drive => Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(drive.Path, "staging"))));
    }

    private static async Task<Dictionary<string, int>> FillAsync(AmazonS3Client s3, int size, string prefix)
    {
        var stored = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (int n = 0; ; n++)
            {
                string key = $"{prefix}{writer}/{n}";
                try
                {
                    await PutAsync(s3, key, size);
                    stored.Add(key);
                }
                catch (AmazonS3Exception e)
                {
                    Assert.Equal(((HttpStatusCode)507, "XMinioStorageFull"), (e.StatusCode, e.ErrorCode));
                    return;
                }
            }
        }));
        return stored.ToDictionary(static key => key, _ => size);
    }

    private static async Task DeleteAsync(AmazonS3Client s3, IReadOnlyCollection<string> keys)
    {
        foreach (string[] batch in keys.Chunk(1000))
        {
            DeleteObjectsResponse deleted = await s3.DeleteObjectsAsync(
                new DeleteObjectsRequest { BucketName = Bucket, Objects = [.. batch.Select(static key => new KeyVersion { Key = key })] },
                TestContext.Current.CancellationToken);
            Assert.Equal(batch.Length, deleted.DeletedObjects.Count);
        }
    }

    private static async Task<List<string>> ListAsync(AmazonS3Client s3)
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = Bucket };
        await foreach (S3Object item in s3.Paginators.ListObjectsV2(request).S3Objects.WithCancellation(TestContext.Current.CancellationToken))
        {
            keys.Add(item.Key);
        }

        return keys;
    }

    private static async Task<bool> IsTakenAsync(AmazonS3Client s3, int size)
    {
        try
        {
            await PutAsync(s3, "again", size);
            return true;
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "XMinioStorageFull")
        {
            return false;
        }
    }

    private static async Task AssertFullAsync(Func<Task> request)
        => Assert.Equal("XMinioStorageFull", (await Assert.ThrowsAsync<AmazonS3Exception>(request)).ErrorCode);

    private static async Task PutAsync(AmazonS3Client s3, string key, int size)
    {
        using var content = new MemoryStream(ContentOf(key, size));
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = content }, TestContext.Current.CancellationToken);
    }

    private static byte[] ContentOf(string key, int size)
    {
        byte[] content = new byte[size];
        new Random(key.Aggregate(17, static (hash, character) => (hash * 31) + character)).NextBytes(content);
        return content;
    }
}
