using System.Buffers;
using System.IO.Pipelines;
using Xunit;

namespace ObjectStore.Core.Tests;

public sealed class ObjectStoreExtensionsTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("objectstore-extensions-").FullName;
    private IObjectStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await ObjectStorage.OpenAsync(new ObjectStoreOptions { Drives = [_directory] });
        await _store.CreateBucketAsync("bucket");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Put_FromEveryShape_StoresTheSame()
    {
        byte[] content = [1, 2, 3];
        using var stream = new MemoryStream([0, .. content]) { Position = 1 };

        ObjectInfo[] infos =
        [
            await _store.PutObjectAsync("bucket", "stream", stream),
            await _store.PutObjectAsync("bucket", "memory", content),
            await _store.PutObjectAsync("bucket", "sequence", new ReadOnlySequence<byte>(content)),
            await _store.PutObjectAsync("bucket", "pipe", PipeReader.Create(new ReadOnlySequence<byte>(content))),
        ];

        Assert.Single(infos.Select(info => info.ETag).Distinct());
        Assert.All(infos, info => Assert.Equal(3, info.Size));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task Get_IntoEveryShape_GivesTheSame()
    {
        byte[] content = [1, 2, 3, 4];
        await _store.PutObjectAsync("bucket", "key", content);
        var range = new GetObjectOptions { Range = ByteRange.StartingAt(1) };
        using var stream = new MemoryStream();
        using var piped = new MemoryStream();
        var pipe = PipeWriter.Create(piped);
        var buffer = new ArrayBufferWriter<byte>();

        ObjectInfo info = await _store.GetObjectAsync("bucket", "key", stream, range);
        await _store.GetObjectAsync("bucket", "key", pipe, range);
        await pipe.CompleteAsync();
        await _store.GetObjectAsync("bucket", "key", buffer, range);

        Assert.Equal(4, info.Size);
        Assert.Equal(content[1..], stream.ToArray());
        Assert.Equal(content[1..], piped.ToArray());
        Assert.Equal(content[1..], buffer.WrittenSpan.ToArray());
    }

    [Fact]
    public async Task Get_MissingKey_Throws()
    {
        StorageException thrown = await Assert.ThrowsAsync<StorageException>(() => _store.GetObjectInfoAsync("bucket", "missing").AsTask());

        Assert.Equal(StorageErrorCode.NoSuchKey, thrown.Code);
    }

    [Fact]
    public async Task List_MoreThanAPage_GivesEveryKeyInOrder()
    {
        string[] keys = [.. Enumerable.Range(0, 1005).Select(i => $"a/{i:D4}")];
        await Task.WhenAll(keys.Select(key => _store.PutObjectAsync("bucket", key, ReadOnlyMemory<byte>.Empty).AsTask()));
        await _store.PutObjectAsync("bucket", "b", ReadOnlyMemory<byte>.Empty);

        var listed = new List<string>();
        await foreach (ObjectInfo info in _store.ListObjectsAsync("bucket", "a/", startAfter: "a/0001"))
        {
            listed.Add(info.Key.ToString());
        }

        Assert.Equal(keys[2..], listed);
    }

    [Fact]
    public async Task Multipart_PartsFromEveryShape_MakeOneObject()
    {
        byte[] large = new byte[5 << 20];
        MultipartUploadInfo upload = await _store.CreateMultipartUploadAsync("bucket", "key");

        ObjectPart[] parts =
        [
            await _store.UploadPartAsync(upload, 1, new MemoryStream(large)),
            await _store.UploadPartAsync(upload, 2, new byte[] { 1 }),
        ];
        ObjectInfo info = await _store.CompleteMultipartUploadAsync(upload, parts);

        Assert.Equal((5 << 20) + 1, info.Size);
        await Assert.ThrowsAsync<StorageException>(() => _store.AbortMultipartUploadAsync(upload).AsTask());
    }

    [Fact]
    public async Task Bucket_VersioningAndDelete_Work()
    {
        await _store.CreateBucketAsync("other");

        BucketInfo changed = await _store.SetBucketVersioningAsync("other", BucketVersioning.Enabled);

        Assert.Equal(changed, await _store.GetBucketAsync("other"));
        await _store.DeleteBucketAsync("other");
        await Assert.ThrowsAsync<StorageException>(() => _store.GetBucketAsync("other").AsTask());
    }

    [Fact]
    public async Task CopyAndDelete_Object_Work()
    {
        await _store.PutObjectAsync("bucket", "key", new byte[] { 1 });

        ObjectInfo copy = await _store.CopyObjectAsync(new ObjectReference("bucket", "key"), "bucket", "copy");
        await _store.DeleteObjectAsync("bucket", "key");

        Assert.Equal(1, copy.Size);
        Assert.False((await _store.TryGetObjectInfoAsync("bucket", "key")).IsSuccess);
    }
}
