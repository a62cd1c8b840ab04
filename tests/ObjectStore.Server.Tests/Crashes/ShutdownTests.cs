using Amazon.S3;
using Amazon.S3.Model;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Crashes;

public class ShutdownTests
{
    [Fact]
    public async Task Sigterm_DuringAnUpload_LetsItEndAndClosesCleanly()
    {
        using var folder = new TempFolder();
        string[] drives = folder.Drives(4);
        await using (ServerProcess server = await ServerProcess.StartAsync(drives))
        {
            using AmazonS3Client s3 = S3Clients.Aws(server, maxErrorRetry: 0);
            await s3.PutBucketAsync("drain", TestContext.Current.CancellationToken);
            Task<PutObjectResponse>[] puts = [.. Enumerable.Range(0, 8).Select(n =>
                s3.PutObjectAsync(new PutObjectRequest { BucketName = "drain", Key = $"{n}", InputStream = new MemoryStream(new byte[2_000_000]) }))];
            await Task.WhenAny(puts);
            Assert.Equal(0, await server.TerminateAsync());
            Assert.All(puts, static put => Assert.True(put.IsCompleted));
        }

        await using ServerProcess again = await ServerProcess.StartAsync(drives);
        using AmazonS3Client reader = S3Clients.Aws(again);
        Assert.NotEmpty((await reader.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "drain" }, TestContext.Current.CancellationToken)).S3Objects);
    }
}
