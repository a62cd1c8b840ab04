using Amazon.Runtime;
using Amazon.S3;

namespace ObjectStore.Server.Tests.Processes;

/// <summary>SDK clients as their documentation sets them up for an endpoint of one's own.</summary>
public static class S3Clients
{
    public static AmazonS3Client Aws(ServerProcess server, int maxErrorRetry = 4) => new(
        new BasicAWSCredentials(ServerProcess.AccessKey, ServerProcess.SecretKey),
        new AmazonS3Config { ServiceURL = server.Endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1", MaxErrorRetry = maxErrorRetry });

    public static (string Name, string Value)[] Environment(ServerProcess server, string home) =>
    [
        ("AWS_ACCESS_KEY_ID", ServerProcess.AccessKey),
        ("AWS_SECRET_ACCESS_KEY", ServerProcess.SecretKey),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("HOME", home),
        ("ENDPOINT", server.Endpoint),
        ("ENDPOINT_HOST", new Uri(server.Endpoint).Authority),
        ("SDK", TestPaths.SdkFolder),
    ];
}
