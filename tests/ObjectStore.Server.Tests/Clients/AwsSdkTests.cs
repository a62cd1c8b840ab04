using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Clients;

[Collection<FourDriveServerCollection>]
public class AwsSdkTests(FourDriveServer fixture)
{
    [Fact]
    public async Task AwsSdk_DefaultSettings_DoesTheMainJobs()
    {
        using AmazonS3Client s3 = S3Clients.Aws(fixture.Server);
        await s3.PutBucketAsync("awssdk", TestContext.Current.CancellationToken);
        Assert.Contains((await s3.ListBucketsAsync(TestContext.Current.CancellationToken)).Buckets, static bucket => bucket.BucketName == "awssdk");

        PutObjectResponse put = await s3.PutObjectAsync(
            new PutObjectRequest { BucketName = "awssdk", Key = "hello/wörld +%.txt", ContentBody = "hello", ContentType = "text/plain", Metadata = { ["owner"] = "team" } },
            TestContext.Current.CancellationToken);
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", put.ETag);

        using (GetObjectResponse got = await s3.GetObjectAsync("awssdk", "hello/wörld +%.txt", TestContext.Current.CancellationToken))
        using (var reader = new StreamReader(got.ResponseStream))
        {
            Assert.Equal("hello", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.Equal("text/plain", got.Headers.ContentType);
            Assert.Equal("team", got.Metadata["owner"]);
        }

        await s3.CopyObjectAsync("awssdk", "hello/wörld +%.txt", "awssdk", "copy", TestContext.Current.CancellationToken);
        ListObjectsV2Response list = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "awssdk", Delimiter = "/" }, TestContext.Current.CancellationToken);
        Assert.Equal(["copy"], list.S3Objects.Select(static o => o.Key));
        Assert.Equal(["hello/"], list.CommonPrefixes);

        DeleteObjectsResponse deleted = await s3.DeleteObjectsAsync(
            new DeleteObjectsRequest { BucketName = "awssdk", Objects = [new KeyVersion { Key = "copy" }, new KeyVersion { Key = "hello/wörld +%.txt" }] },
            TestContext.Current.CancellationToken);
        Assert.Equal(2, deleted.DeletedObjects.Count);
        AmazonS3Exception missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => s3.GetObjectAsync("awssdk", "copy", TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        await s3.DeleteBucketAsync("awssdk", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TransferUtility_LargeFile_ComesBackIdentical()
    {
        using var folder = new TempFolder();
        string source = folder.Combine("source");
        await File.WriteAllBytesAsync(source, RandomNumberGenerator.GetBytes(40_000_001), TestContext.Current.CancellationToken);
        using AmazonS3Client s3 = S3Clients.Aws(fixture.Server);
        await s3.PutBucketAsync("transfer", TestContext.Current.CancellationToken);
        using var transfer = new TransferUtility(s3, new TransferUtilityConfig { MinSizeBeforePartUpload = 8 << 20 });

        await transfer.UploadAsync(source, "transfer", "large", TestContext.Current.CancellationToken);
        await transfer.DownloadAsync(folder.Combine("target"), "transfer", "large", TestContext.Current.CancellationToken);

        Assert.Equal(await HashAsync(source), await HashAsync(folder.Combine("target")));
        GetObjectMetadataResponse head = await s3.GetObjectMetadataAsync("transfer", "large", TestContext.Current.CancellationToken);
        Assert.Contains("-", head.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PresignedUrls_OfTheSdk_PutAndGet()
    {
        using AmazonS3Client s3 = S3Clients.Aws(fixture.Server);
        await s3.PutBucketAsync("presigned", TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        string Url(HttpVerb verb) => s3.GetPreSignedURL(new GetPreSignedUrlRequest
        {
            BucketName = "presigned",
            Key = "a b/c",
            Verb = verb,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Protocol = Protocol.HTTP,
        });

        using (var content = new ByteArrayContent("presigned content"u8.ToArray()))
        {
            using HttpResponseMessage put = await http.PutAsync(Url(HttpVerb.PUT), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        Assert.Equal("presigned content", await http.GetStringAsync(Url(HttpVerb.GET), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ConditionalPut_OfTheSdk_HasOneWinner()
    {
        using AmazonS3Client s3 = S3Clients.Aws(fixture.Server);
        await s3.PutBucketAsync("conditional", TestContext.Current.CancellationToken);
        Task<bool>[] writers = [.. Enumerable.Range(0, 20).Select(async n =>
        {
            try
            {
                await s3.PutObjectAsync(
                    new PutObjectRequest { BucketName = "conditional", Key = "lock", ContentBody = $"writer {n}", IfNoneMatch = "*" }, TestContext.Current.CancellationToken);
                return true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            {
                return false;
            }
        })];

        Assert.Single(await Task.WhenAll(writers), static won => won);
    }

    private static async Task<string> HashAsync(string path)
    {
        await using FileStream stream = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream));
    }
}
