using System.Buffers;
using ObjectStore;

// Uses the store as an embedding program does, on four new drives, and prints OK. Anything else ends in an exception and exit code 134.
const string Bucket = "checkpoints";
const string FromMemory = "run-1/step-100.bin";
const string FromStream = "run-1/step-200.bin";
const string InParts = "run-1/step-300.bin";

string directory = Directory.CreateTempSubdirectory("objectstore-aot-").FullName;
try
{
    byte[] content = new byte[6 << 20];
    new Random(1).NextBytes(content);

    await using (IObjectStore store = await OpenAsync(directory))
    {
        await PutAsync(store, content);
        await ReadAsync(store, content);
    }

    await using (IObjectStore reopened = await OpenAsync(directory))
    {
        await ReadAsync(reopened, content);
        await DeleteAsync(reopened);
    }
}
finally
{
    Directory.Delete(directory, recursive: true);
}

Console.WriteLine("OK");

static Task<IObjectStore> OpenAsync(string directory)
    => ObjectStorage.OpenAsync(new ObjectStoreOptions { Drives = [Path.Combine(directory, "drive{1...4}")] });

static async Task PutAsync(IObjectStore store, byte[] content)
{
    await store.CreateBucketAsync(Bucket);

    // Both ways a shard is stored: in the log, and as a file.
    ObjectInfo small = await store.PutObjectAsync(Bucket, FromMemory, content.AsMemory(0, 1000));
    Require(small.Size == 1000, "the length of the object from memory");

    var options = new PutObjectOptions
    {
        ChecksumAlgorithm = ChecksumAlgorithm.Sha256,
        UserMetadata = new Dictionary<string, string> { ["epoch"] = "200" },
    };
    using var stream = new MemoryStream(content);
    ObjectInfo large = await store.PutObjectAsync(Bucket, FromStream, stream, options);
    Require(large.Size == content.Length, "the length of the object from a stream");
    Require(large.Checksum?.Algorithm == ChecksumAlgorithm.Sha256, "the checksum");

    MultipartUploadInfo upload = await store.CreateMultipartUploadAsync(Bucket, InParts);
    ObjectPart[] parts =
    [
        await store.UploadPartAsync(upload, 1, content),
        await store.UploadPartAsync(upload, 2, content.AsMemory(0, 1000)),
    ];
    ObjectInfo assembled = await store.CompleteMultipartUploadAsync(upload, parts);
    Require(assembled.Size == content.Length + 1000, "the length of the object in parts");
    Require(assembled.ETag.EndsWith("-2", StringComparison.Ordinal), "the ETag of the object in parts");
}

static async Task ReadAsync(IObjectStore store, byte[] content)
{
    Require((await GetAsync(store, FromMemory)).AsSpan().SequenceEqual(content.AsSpan(0, 1000)), "the object from memory");
    Require((await GetAsync(store, FromStream)).AsSpan().SequenceEqual(content), "the object from a stream");
    Require(
        (await GetAsync(store, FromStream, ByteRange.FromTo(1_000_000, 2_999_999))).AsSpan().SequenceEqual(content.AsSpan(1_000_000, 2_000_000)),
        "a range");
    Require((await GetAsync(store, InParts, ByteRange.Last(1000))).AsSpan().SequenceEqual(content.AsSpan(0, 1000)), "the last part");
    Require((await store.GetObjectInfoAsync(Bucket, FromStream)).UserMetadata["epoch"] == "200", "the user metadata");

    var keys = new List<string>();
    await foreach (ObjectInfo item in store.ListObjectsAsync(Bucket, "run-1/"))
    {
        keys.Add(item.Key.ToString());
    }

    Require(keys.SequenceEqual([FromMemory, FromStream, InParts]), "the listing");
}

static async Task DeleteAsync(IObjectStore store)
{
    foreach (string key in (string[])[FromMemory, FromStream, InParts])
    {
        await store.DeleteObjectAsync(Bucket, key);
        Require((await store.TryGetObjectInfoAsync(Bucket, key)).Error?.Code == StorageErrorCode.NoSuchKey, "the deletion");
    }

    await store.DeleteBucketAsync(Bucket);
}

static async Task<byte[]> GetAsync(IObjectStore store, string key, ByteRange? range = null)
{
    var content = new ArrayBufferWriter<byte>();
    await store.GetObjectAsync(Bucket, key, content, new GetObjectOptions { Range = range });
    return content.WrittenSpan.ToArray();
}

static void Require(bool condition, string what)
{
    if (!condition)
    {
        throw new InvalidOperationException($"Wrong: {what}.");
    }
}
