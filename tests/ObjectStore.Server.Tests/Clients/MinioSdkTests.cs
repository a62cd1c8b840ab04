using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Clients;

[Collection<FourDriveServerCollection>]
public class MinioSdkTests(FourDriveServer fixture)
{
    [Fact]
    public async Task MinioSdk_DefaultSettings_DoesTheMainJobs()
    {
        using IMinioClient minio = new MinioClient()
            .WithEndpoint(new Uri(fixture.Server.Endpoint).Authority)
            .WithCredentials(ServerProcess.AccessKey, ServerProcess.SecretKey)
            .Build();
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.False(await minio.BucketExistsAsync(new BucketExistsArgs().WithBucket("miniosdk"), token));
        await minio.MakeBucketAsync(new MakeBucketArgs().WithBucket("miniosdk"), token);
        Assert.True(await minio.BucketExistsAsync(new BucketExistsArgs().WithBucket("miniosdk"), token));

        byte[] content = new byte[20_000_000];
        new Random(7).NextBytes(content);
        await PutAsync(minio, "small", content[..1000], token);
        await PutAsync(minio, "folder/multi part", content, token);

        var copy = new MemoryStream();
        await minio.GetObjectAsync(new GetObjectArgs().WithBucket("miniosdk").WithObject("folder/multi part").WithCallbackStream(stream => stream.CopyTo(copy)), token);
        Assert.True(content.AsSpan().SequenceEqual(copy.ToArray()));
        Assert.Equal(1000, (await minio.StatObjectAsync(new StatObjectArgs().WithBucket("miniosdk").WithObject("small"), token)).Size);

        var keys = new List<string>();
        await foreach (Minio.DataModel.Item item in minio.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket("miniosdk").WithRecursive(true), token))
        {
            keys.Add(item.Key);
        }

        Assert.Equal(["folder/multi part", "small"], keys);
        foreach (string key in keys)
        {
            await minio.RemoveObjectAsync(new RemoveObjectArgs().WithBucket("miniosdk").WithObject(key), token);
        }

        await Assert.ThrowsAsync<ObjectNotFoundException>(() => minio.StatObjectAsync(new StatObjectArgs().WithBucket("miniosdk").WithObject("small"), token));
        await minio.RemoveBucketAsync(new RemoveBucketArgs().WithBucket("miniosdk"), token);
    }

    private static async Task PutAsync(IMinioClient minio, string key, byte[] content, CancellationToken token)
    {
        using var stream = new MemoryStream(content);
        await minio.PutObjectAsync(new PutObjectArgs().WithBucket("miniosdk").WithObject(key).WithStreamData(stream).WithObjectSize(content.Length), token);
    }
}
