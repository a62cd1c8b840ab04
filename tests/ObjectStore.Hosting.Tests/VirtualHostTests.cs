using System.Security.Cryptography;
using System.Text;
using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests;

/// <summary>Buckets as host names under the server's domain, over real sockets.</summary>
[Collection<InProcessServerCollection>]
public class VirtualHostTests(InProcessServer server)
{
    private const string Host = "bucket.s3.test:9000";

    [Fact]
    public async Task Object_PutByHostName_IsThatOfThePath()
    {
        await using RawS3Client client = server.Connect();
        Assert.Equal(200, (await SendAsync(client, "PUT", "/virtual/a%20b", host: "BUCKET.S3.test", body: "hosted"u8.ToArray())).Status);

        Assert.Equal("hosted", (await client.SendAsync("GET", "/bucket/virtual/a%20b")).Text);
        Assert.Equal("hosted", (await SendAsync(client, "GET", "/virtual/a%20b")).Text);
        Assert.Equal("hosted", (await SendAsync(client, "GET", "/bucket/virtual/a%20b", host: "s3.test:9000")).Text);
        Assert.Equal(204, (await SendAsync(client, "DELETE", "/virtual/a%20b")).Status);
        Assert.Equal("NoSuchKey", (await client.SendAsync("GET", "/bucket/virtual/a%20b")).ErrorCode);
    }

    [Fact]
    public async Task Bucket_ByHostName_IsListedAndLocated()
    {
        await using RawS3Client client = server.Connect();
        await client.SendAsync("PUT", "/bucket/hosted-list/k");

        Assert.Contains("<Key>hosted-list/k</Key>", (await SendAsync(client, "GET", "/", "list-type=2&prefix=hosted-list")).Text, StringComparison.Ordinal);
        Assert.Contains("LocationConstraint", (await SendAsync(client, "GET", "/", "location")).Text, StringComparison.Ordinal);
        Assert.Contains("ListAllMyBucketsResult", (await SendAsync(client, "GET", "/", host: "s3.test")).Text, StringComparison.Ordinal);
        Assert.Equal("NoSuchBucket", (await SendAsync(client, "GET", "/", host: "other.s3.test")).ErrorCode);
    }

    [Fact]
    public async Task Object_SignedForAnotherHost_IsRefused()
    {
        await using RawS3Client client = server.Connect();
        List<(string Name, string Value)> headers = RequestSigner.Sign("GET", "/k", "", "other.s3.test", [], RequestSigner.HashOf([]), DateTimeOffset.UtcNow);
        headers[0] = ("Host", Host);

        Assert.Equal("SignatureDoesNotMatch", (await client.SendUnsignedAsync("GET", "/k", headers)).ErrorCode);
    }

    [Fact]
    public async Task Object_PresignedWithVersion2_NamesTheBucketOfTheHost()
    {
        await using RawS3Client client = server.Connect();
        await client.SendAsync("PUT", "/bucket/presigned", body: "shared"u8.ToArray());
        string query = PresignVersion2("GET", "/bucket/presigned");

        Assert.Equal("shared", (await client.SendUnsignedAsync("GET", "/presigned?" + query, [("Host", Host)])).Text);
        Assert.Equal("shared", (await client.SendUnsignedAsync("GET", "/bucket/presigned?" + query, [("Host", client.Host)])).Text);
        Assert.Equal("SignatureDoesNotMatch", (await client.SendUnsignedAsync("GET", "/presigned?" + query, [("Host", "other.s3.test")])).ErrorCode);
        Assert.Equal(403, (await client.SendUnsignedAsync("HEAD", "/presigned?" + query, [("Host", Host)])).Status);
    }

    private static Task<RawResponse> SendAsync(RawS3Client client, string method, string path, string query = "", string host = Host, byte[]? body = null)
        => client.SendUnsignedAsync(
            method,
            query.Length == 0 ? path : $"{path}?{query}",
            RequestSigner.Sign(method, path, query, host, [], RequestSigner.HashOf(body ?? []), DateTimeOffset.UtcNow),
            body);

    private static string PresignVersion2(string method, string resource)
    {
        long expires = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600;
#pragma warning disable CA5350 // The algorithm of Signature Version 2.
        byte[] signature = HMACSHA1.HashData(Encoding.UTF8.GetBytes(RequestSigner.SecretKey), Encoding.UTF8.GetBytes($"{method}\n\n\n{expires}\n{resource}"));
#pragma warning restore CA5350
        return $"AWSAccessKeyId={RequestSigner.AccessKey}&Signature={Uri.EscapeDataString(Convert.ToBase64String(signature))}&Expires={expires}";
    }
}
