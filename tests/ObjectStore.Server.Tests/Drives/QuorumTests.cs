using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Drives;

public sealed class QuorumTests : IDisposable
{
    private const string Bucket = "quorum";

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task DrivesRemoved_OneOrTwoOfFour_ClientsSeeWhatTheTableSays()
    {
        string[] drives = _folder.Drives(4);
        await using ServerProcess server = await ServerProcess.StartAsync(drives);
        using AmazonS3Client s3 = S3Clients.Aws(server, maxErrorRetry: 0);
        await s3.PutBucketAsync(Bucket, TestContext.Current.CancellationToken);
        await PutAsync(s3, "small", 1000);
        await PutAsync(s3, "large", 3_000_000);

        Directory.Move(drives[0], drives[0] + ".away");
        await Eventually.AsyncAssert(() => Task.FromResult(server.Output), static output => output.Contains("was taken out", StringComparison.Ordinal), "first drive");
        await PutAsync(s3, "with-three", 3_000_000);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(server, "cluster"));

        Directory.Move(drives[1], drives[1] + ".away");
        await Eventually.AsyncAssert(() => HealthAsync(server, "cluster"), static status => status == HttpStatusCode.ServiceUnavailable, "health with two drives");
        Assert.Contains("needed to write", await ReasonAsync(server, "cluster"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(server, "cluster/read"));
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(server, "live"));
        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => PutAsync(s3, "with-two", 1000));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "SlowDown"), (refused.StatusCode, refused.ErrorCode));
        foreach ((string key, long length) in new[] { ("small", 1000L), ("large", 3_000_000L), ("with-three", 3_000_000L) })
        {
            using GetObjectResponse response = await s3.GetObjectAsync(Bucket, key, TestContext.Current.CancellationToken);
            using var content = new MemoryStream();
            await response.ResponseStream.CopyToAsync(content, TestContext.Current.CancellationToken);
            Assert.Equal(length, content.Length);
        }

        Directory.Move(drives[0] + ".away", drives[0]);
        Directory.Move(drives[1] + ".away", drives[1]);
        await Eventually.AsyncAssert(() => HealthAsync(server, "cluster"), static status => status == HttpStatusCode.OK, "health with all drives");
        await PutAsync(s3, "with-two", 1000);
    }

    private static async Task PutAsync(AmazonS3Client s3, string key, int length)
    {
        using var stream = new MemoryStream(new byte[length]);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = stream });
    }

    private async Task<HttpStatusCode> HealthAsync(ServerProcess server, string path)
    {
        using HttpResponseMessage response = await _http.GetAsync($"{server.Endpoint}/minio/health/{path}");
        return response.StatusCode;
    }

    private async Task<string> ReasonAsync(ServerProcess server, string path)
    {
        using HttpResponseMessage response = await _http.GetAsync($"{server.Endpoint}/minio/health/{path}");
        return await response.Content.ReadAsStringAsync();
    }
}
