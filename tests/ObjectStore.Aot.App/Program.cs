using System.Buffers;
using System.IO.Pipelines;
using ObjectStore;

// Uses the store as an embedding program does, on a new directory, and prints OK. Anything else ends in an exception and exit code 134.
const string Bucket = "checkpoints";
const string Key = "run-1/step-100.bin";

string directory = Directory.CreateTempSubdirectory("objectstore-aot-").FullName;
try
{
    byte[] content = new byte[1 << 20];
    new Random(1).NextBytes(content);

    await using (IObjectStore store = await OpenAsync(directory))
    {
        await PutAndGetAsync(store, content);
    }

    await using (IObjectStore reopened = await OpenAsync(directory))
    {
        await GetAndDeleteAsync(reopened, content);
    }
}
finally
{
    Directory.Delete(directory, recursive: true);
}

Console.WriteLine("OK");

static Task<IObjectStore> OpenAsync(string directory)
{
    var options = new ObjectStoreOptions();
    for (int drive = 1; drive <= 4; drive++)
    {
        options.Drives.Add(Path.Combine(directory, $"drive{drive}"));
    }

    return ObjectStorage.OpenAsync(options);
}

static async Task PutAndGetAsync(IObjectStore store, byte[] content)
{
    _ = (await store.TryCreateBucketAsync(Bucket)).Value;
    ObjectInfo stored = (await store.TryPutObjectAsync(Bucket, Key, PipeReader.Create(new ReadOnlySequence<byte>(content)))).Value;
    Require(stored.Size == content.Length, "the stored length");
    Require((await ReadAsync(store)).AsSpan().SequenceEqual(content), "the content");
}

static async Task GetAndDeleteAsync(IObjectStore store, byte[] content)
{
    Require((await ReadAsync(store)).AsSpan().SequenceEqual(content), "the content after the store was opened again");

    ObjectListing listing = (await store.TryListObjectsAsync(Bucket, new ListObjectsOptions { Prefix = "run-1/" })).Value;
    Require(listing.Objects.Count == 1 && listing.Objects[0].Key == Key, "the listing");

    _ = (await store.TryDeleteObjectAsync(Bucket, Key)).Value;
    Require((await store.TryGetObjectInfoAsync(Bucket, Key)).Error?.Code == StorageErrorCode.NoSuchKey, "the deletion");
    _ = (await store.TryDeleteBucketAsync(Bucket)).Value;
}

static async Task<byte[]> ReadAsync(IObjectStore store)
{
    await using ObjectReader reader = (await store.TryOpenObjectAsync(Bucket, Key)).Value;
    var content = new ArrayBufferWriter<byte>((int)reader.Length);
    await reader.CopyToAsync(content);
    return content.WrittenSpan.ToArray();
}

static void Require(bool condition, string what)
{
    if (!condition)
    {
        throw new InvalidOperationException($"Wrong: {what}.");
    }
}
