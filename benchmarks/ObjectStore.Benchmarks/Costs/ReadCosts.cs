namespace ObjectStore.Benchmarks.Costs;

/// <summary>What reads through <see cref="IObjectStore"/> cost in this process, with the data in the page cache: one caller, one drive and four with 2+2.</summary>
internal static class ReadCosts
{
    private const string Bucket = "costs";
    private const int LargeSize = 64 << 20;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync()
    {
        Console.WriteLine("| drives | operation | us/op | CPU us/op | allocated bytes/op |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int drives in new[] { 1, 4 })
        {
            string directory = Directory.CreateTempSubdirectory("objectstore-costs-").FullName;
            try
            {
                await MeasureAsync(directory, drives);
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(string directory, int drives)
    {
        string[] paths = [.. Enumerable.Range(0, drives).Select(drive => Path.Combine(directory, $"{drive}"))];
        await using IObjectStore store = await ObjectStorage.OpenAsync(new ObjectStoreOptions { Drives = paths });
        await store.CreateBucketAsync(Bucket);
        ObjectKey small = "small";
        ObjectKey medium = "medium";
        ObjectKey large = "large";
        await store.PutObjectAsync(Bucket, small, new byte[4 << 10]);
        await store.PutObjectAsync(Bucket, medium, new byte[1 << 20]);
        await store.PutObjectAsync(Bucket, large, new byte[LargeSize]);
        byte[] buffer = new byte[1 << 20];
        var random = new Random(1);

        await PrintAsync(drives, "HEAD", async () => await store.TryGetObjectInfoAsync(Bucket, small));
        await PrintAsync(drives, "HEAD of a key that is not there", async () => await store.TryGetObjectInfoAsync(Bucket, "none"));
        await PrintAsync(drives, "GET 4 KiB", () => ReadAsync(store, small, null, buffer));
        await PrintAsync(drives, "GET 1 MiB", () => ReadAsync(store, medium, null, buffer));
        await PrintAsync(drives, "GET 64 MiB", () => ReadAsync(store, large, null, buffer));
        await PrintAsync(drives, "GET 64 KiB of 64 MiB, aligned", () => ReadAsync(store, large, RecordAt(random.Next(LargeSize >> 16) << 16), buffer));
        await PrintAsync(drives, "GET 64 KiB of 64 MiB, anywhere", () => ReadAsync(store, large, RecordAt(random.Next(LargeSize - (64 << 10))), buffer));
    }

    private static GetObjectOptions RecordAt(long offset) => new() { Range = new ByteRange(offset, offset + (64 << 10) - 1) };

    private static async Task ReadAsync(IObjectStore store, ObjectKey key, GetObjectOptions? options, byte[] buffer)
    {
        await using ObjectReader reader = (await store.TryOpenObjectAsync(Bucket, key, options)).Value;
        while (await reader.ReadAsync(buffer) > 0)
        {
        }
    }

    private static async Task PrintAsync(int drives, string operation, Func<Task> run)
        => Console.WriteLine($"| {drives} | {operation} | {await Cost.MeasureAsync(Duration, run)} |");
}
