using Amazon.S3;
using Amazon.S3.Model;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Large;

public class LargeObjectTests
{
    private const string Bucket = "large";
    private const long Size = 5L << 30;
    private const long PartSize = 128L << 20;

    // The heap of the server: far below the object.
    private const string HeapLimit = "0x10000000";

    [Fact]
    public async Task FiveGibibytes_ByMultipartAndByOnePut_StreamThroughA256MibibyteHeap()
    {
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync([folder.Combine("drive{1...4}")], ("DOTNET_GCHeapHardLimit", HeapLimit));
        using AmazonS3Client s3 = S3Clients.Aws(server, maxErrorRetry: 0);
        await s3.PutBucketAsync(Bucket, TestContext.Current.CancellationToken);

        await UploadPartsAsync(s3, "multipart");
        await VerifyAsync(s3, "multipart");
        await s3.DeleteObjectAsync(Bucket, "multipart", TestContext.Current.CancellationToken);

        await s3.PutObjectAsync(
            new PutObjectRequest { BucketName = Bucket, Key = "put", InputStream = new PatternStream(0, Size), AutoCloseStream = true }, TestContext.Current.CancellationToken);
        await VerifyAsync(s3, "put");
        Assert.Equal(0, await server.TerminateAsync());
    }

    private static async Task UploadPartsAsync(AmazonS3Client s3, string key)
    {
        string upload = (await s3.InitiateMultipartUploadAsync(Bucket, key)).UploadId;
        var etags = new PartETag[Size / PartSize];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 3 };
        await Parallel.ForEachAsync(Enumerable.Range(0, etags.Length), options, async (index, token) =>
        {
            UploadPartResponse part = await s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = Bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = index + 1,
                    InputStream = new PatternStream(index * PartSize, PartSize),
                    PartSize = PartSize,
                },
                token);
            etags[index] = new PartETag(part);
        });
        await s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = Bucket, Key = key, UploadId = upload, PartETags = [.. etags] });
    }

    /// <summary>Ranges at the start, around boundaries of blocks, stripes and parts, at random places, and the end.</summary>
    private static async Task VerifyAsync(AmazonS3Client s3, string key)
    {
        GetObjectMetadataResponse head = await s3.GetObjectMetadataAsync(Bucket, key);
        Assert.Equal(Size, head.ContentLength);
        var random = new Random(3);
        long[] offsets = [0, 65_535, 131_071, PartSize - 1000, (4L << 30) - 1, Size - (20 << 20), .. Enumerable.Range(0, 20).Select(_ => random.NextInt64(Size - (20 << 20)))];
        foreach (long offset in offsets)
        {
            int length = random.Next(1, 20 << 20);
            using GetObjectResponse response = await s3.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = key, ByteRange = new ByteRange(offset, offset + length - 1) });
            byte[] actual = new byte[length];
            await response.ResponseStream.ReadExactlyAsync(actual);
            byte[] expected = new byte[length];
            PatternStream.Fill(expected, offset);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{length} bytes from {offset} of {key} differ");
        }
    }
}
