using Microsoft.Win32.SafeHandles;

namespace ObjectStore.TrainingLoader;

/// <summary>The same content twice: as an object in a store, and as a file. What is not there is made.</summary>
internal sealed class DataSet : IAsyncDisposable
{
    private const string Bucket = "training";

    private readonly IObjectStore _store;

    private DataSet(IObjectStore store, ObjectReader reader, SafeFileHandle file)
    {
        _store = store;
        Reader = reader;
        File = file;
    }

    /// <summary>The object, open; its reader serves any number of records at a time.</summary>
    public ObjectReader Reader { get; }

    public SafeFileHandle File { get; }

    public static async Task<DataSet> OpenAsync(LoaderOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        string directory = Path.GetFullPath(options.Directory);
        string file = Path.Combine(directory, $"records-{options.Size}.bin");
        string[] drives = [.. Enumerable.Range(1, options.Drives).Select(drive => Path.Combine(directory, $"{options.Drives}-drives", $"drive{drive}"))];
        IObjectStore store = await ObjectStorage.OpenAsync(new ObjectStoreOptions { Drives = drives }, cancellationToken: cancellationToken);
        try
        {
            ObjectReader reader = await OpenObjectAsync(store, options.Size, output, cancellationToken);
            if (options.Share)
            {
                file = FindShardFile(drives[0], options.Size);
            }
            else
            {
                await EnsureFileAsync(file, options.Size, output, cancellationToken);
            }

            return new DataSet(store, reader, System.IO.File.OpenHandle(file));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        File.Dispose();
        await Reader.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static async Task<ObjectReader> OpenObjectAsync(IObjectStore store, long size, TextWriter output, CancellationToken cancellationToken)
    {
        ObjectKey key = $"records-{size}";
        StorageResult<ObjectReader> opened = await store.TryOpenObjectAsync(Bucket, key, cancellationToken: cancellationToken);
        if (opened.Error?.Code is StorageErrorCode.NoSuchBucket or StorageErrorCode.NoSuchKey)
        {
            await output.WriteLineAsync($"Storing {Figures.Size(size)} as {Bucket}/{key} ...");
            await store.TryCreateBucketAsync(Bucket, cancellationToken);
            await store.PutObjectAsync(Bucket, key, new SampleContent(size), cancellationToken: cancellationToken);
            return await store.OpenObjectAsync(Bucket, key, cancellationToken: cancellationToken);
        }

        return opened.Value;
    }

    /// <summary>With one drive a large object is one file, which ends in its hashes (docs/disk-format.md). Only to compare: what reads it so verifies nothing.</summary>
    private static string FindShardFile(string drive, long size)
        => Directory.EnumerateFiles(Path.Combine(drive, "data"), "*", SearchOption.AllDirectories)
            .FirstOrDefault(file => new FileInfo(file).Length is long length && length > size && length < size + (size / 1000) + 4096)
            ?? throw new IOException("The drive has no file of the object: objects up to 128 KiB are in its log.");

    private static async Task EnsureFileAsync(string path, long size, TextWriter output, CancellationToken cancellationToken)
    {
        var found = new FileInfo(path);
        if (found.Exists && found.Length == size)
        {
            return;
        }

        await output.WriteLineAsync($"Writing {path} ...");
        string draft = path + ".new";
        await using (FileStream file = System.IO.File.Create(draft, 1 << 20))
        {
            await new SampleContent(size).CopyToAsync(file, 1 << 20, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        System.IO.File.Move(draft, path, overwrite: true);
    }
}
