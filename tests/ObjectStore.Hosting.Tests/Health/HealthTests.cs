using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests.Health;

[Collection<InProcessServerCollection>]
public class HealthTests(InProcessServer server)
{
    [Theory]
    [InlineData("GET", "/minio/health/live", 200)]
    [InlineData("HEAD", "/minio/health/live", 200)]
    [InlineData("GET", "/minio/health/ready", 200)]
    [InlineData("HEAD", "/minio/health/ready", 200)]
    [InlineData("GET", "/minio/health/cluster", 200)]
    [InlineData("GET", "/minio/health/cluster?maintenance=true", 200)]
    [InlineData("HEAD", "/minio/health/cluster/read", 200)]
    [InlineData("GET", "/minio/health/unknown", 404)]
    [InlineData("POST", "/minio/health/live", 405)]
    public async Task Health_Unsigned_Answers(string method, string target, int expected)
    {
        await using RawS3Client client = server.Connect();

        Assert.Equal(expected, (await client.SendUnsignedAsync(method, target, [("Host", client.Host)])).Status);
    }

    [Theory]
    [InlineData("/bucket/../minio/health/live", "AccessDenied")]
    [InlineData("//minio/health/live", "InvalidBucketName")]
    [InlineData("/minio%2Fhealth/live", "NotImplemented")]
    public async Task Health_PathThatOnlyNormalisesToIt_IsAnS3Request(string target, string errorCode)
    {
        await using RawS3Client client = server.Connect();

        RawResponse response = await client.SendUnsignedAsync("GET", target, [("Host", client.Host)]);

        Assert.Equal(errorCode, response.ErrorCode);
    }

    [Fact]
    public async Task Cluster_TellsTheWriteQuorum()
    {
        await using RawS3Client client = server.Connect();

        Assert.Equal("3", (await client.SendUnsignedAsync("GET", "/minio/health/cluster", [("Host", client.Host)])).Headers["x-minio-write-quorum"]);
    }
}
