using System.Buffers;
using System.Security.Cryptography;
using Xunit;

namespace ObjectStore.PublicApi.Tests;

/// <summary>Reads at any place of an open object, on real drives.</summary>
public sealed class RandomReadTests : IDisposable
{
    private const string Bucket = "random";
    private const int Reads = 60;

    private readonly TempDrives _drives = new(4);

    // In the log, around its limit, and in files.
    public static TheoryData<int, int> DrivesAndLengths =>
        new() { { 1, 1 }, { 1, 100_000 }, { 1, 131_073 }, { 1, 3_000_000 }, { 4, 1 }, { 4, 200_000 }, { 4, 262_145 }, { 4, 3_000_000 } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _drives.Dispose();

    [Theory]
    [MemberData(nameof(DrivesAndLengths))]
    public async Task Read_AnyPlaces_GivesTheirBytes(int drives, int length)
    {
        await using IObjectStore store = await OpenAsync(drives);
        byte[] content = await PutAsync(store, length);

        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);

        await CheckAsync(reader, content);
    }

    [Fact]
    public async Task Read_MultipartObject_GivesTheBytesOfItsParts()
    {
        await using IObjectStore store = await OpenAsync(1);
        await store.CreateBucketAsync(Bucket, Token);
        byte[][] parts = [RandomNumberGenerator.GetBytes(5 << 20), RandomNumberGenerator.GetBytes((5 << 20) + 12_345), RandomNumberGenerator.GetBytes(7)];
        MultipartUploadInfo upload = await store.CreateMultipartUploadAsync(Bucket, "object", cancellationToken: Token);
        var stored = new List<ObjectPart>();
        foreach (byte[] part in parts)
        {
            stored.Add(await store.UploadPartAsync(upload, stored.Count + 1, part, cancellationToken: Token));
        }

        await store.CompleteMultipartUploadAsync(upload, stored, cancellationToken: Token);
        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);

        await CheckAsync(reader, [.. parts.SelectMany(static part => part)]);
    }

    [Fact]
    public async Task Read_OpenedRange_ReachesNoFurther()
    {
        await using IObjectStore store = await OpenAsync(1);
        byte[] content = await PutAsync(store, 1_000_000);
        var range = new GetObjectOptions { Range = ByteRange.FromTo(200_000, 299_999) };
        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", range, Token);
        byte[] buffer = new byte[100];

        Assert.Equal(10, await reader.ReadAtAsync(299_990, buffer, Token));
        Assert.Equal(content[299_990..300_000], buffer[..10]);
        Assert.Equal(0, await reader.ReadAtAsync(300_000, buffer, Token));
        using ContentLease lease = await reader.LeaseAsync(299_990, 100, Token);
        Assert.Equal(content[299_990..300_000], lease.Content.ToArray());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ReadAtAsync(199_999, buffer, Token).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.LeaseAsync(300_001, 1, Token).AsTask());
    }

    [Fact]
    public async Task Read_DriveMissing_GivesTheBytes()
    {
        await using IObjectStore store = await OpenAsync(4);
        byte[] content = await PutAsync(store, 3_000_000);
        Directory.Move(_drives.Paths[1], _drives.Paths[1] + ".away");
        await Eventually.Assert(() => store.GetStatus().Drives.Count(static drive => drive.IsOnline) == 3, () => $"{store.GetStatus()}");

        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);

        await CheckAsync(reader, content);
    }

    [Fact]
    public async Task Read_DamageWithinParity_GivesTheBytesAndIsHealed()
    {
        await using IObjectStore store = await OpenAsync(4);
        byte[] content = await PutAsync(store, 3_000_000);

        // Both data shards: parity is not looked at while it is not needed.
        string[] damaged = [.. ShardFiles().Where(static file => file.EndsWith(".0", StringComparison.Ordinal) || file.EndsWith(".1", StringComparison.Ordinal))];
        byte[][] good = [.. damaged.Select(File.ReadAllBytes)];
        Array.ForEach(damaged, static file => Damage(file, 100_000));

        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);

        await CheckAsync(reader, content);
        Assert.Equal(2, damaged.Length);
        await Eventually.Assert(
            () => damaged.Zip(good).All(static shard => shard.Second.AsSpan().SequenceEqual(File.ReadAllBytes(shard.First))), () => $"both shards should be whole: {store.GetStatus()}");
    }

    [Fact]
    public async Task Read_DamageWithoutParity_ThrowsForThatBlockOnly()
    {
        await using IObjectStore store = await OpenAsync(1);
        byte[] content = await PutAsync(store, 3_000_000);
        Damage(ShardFiles().Single(), 100_000);
        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);
        byte[] block = new byte[64 << 10];

        StorageException read = await Assert.ThrowsAsync<StorageException>(() => reader.ReadAtAsync(100_001, new byte[1], Token).AsTask());
        StorageException lease = await Assert.ThrowsAsync<StorageException>(() => reader.LeaseAsync(64 << 10, 64 << 10, Token).AsTask());

        Assert.Equal((StorageErrorCode.DataDamaged, StorageErrorCode.DataDamaged), (read.Code, lease.Code));
        await reader.ReadAtAsync(0, block, Token);
        Assert.Equal(content[..block.Length], block);
        await reader.ReadAtAsync(128 << 10, block, Token);
        Assert.Equal(content[(128 << 10)..(192 << 10)], block);
    }

    [Fact]
    public async Task Read_ObjectOverwrittenMeanwhile_GivesTheOldBytes()
    {
        await using IObjectStore store = await OpenAsync(1);
        byte[] content = await PutAsync(store, 1_000_000);
        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);

        await store.PutObjectAsync(Bucket, "object", new byte[10], cancellationToken: Token);

        await CheckAsync(reader, content);
    }

    [Fact]
    public async Task Lease_ReaderAndStoreDisposed_KeepsItsBytes()
    {
        byte[] content;
        ContentLease lease;
        await using (IObjectStore store = await OpenAsync(1))
        {
            content = await PutAsync(store, 1_000_000);
            await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);
            lease = await reader.LeaseAsync(1, 700_000, Token);
        }

        Assert.Equal(content[1..700_001], lease.Content.ToArray());
        ContentLease copy = lease;
        copy.Dispose();
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.Content);
    }

    [Fact]
    public async Task Read_Cancelled_Throws()
    {
        await using IObjectStore store = await OpenAsync(1);
        await PutAsync(store, 1_000_000);
        await using ObjectReader reader = await store.OpenObjectAsync(Bucket, "object", cancellationToken: Token);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAtAsync(0, new byte[10], cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.LeaseAsync(0, 10, cancelled).AsTask());
    }

    private async Task<IObjectStore> OpenAsync(int drives)
    {
        ObjectStoreOptions options = _drives.Options;
        options.Drives = [.. _drives.Paths.Take(drives)];
        return await ObjectStorage.OpenAsync(options, cancellationToken: Token);
    }

    private static async Task<byte[]> PutAsync(IObjectStore store, int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);
        await store.TryCreateBucketAsync(Bucket, Token);
        await store.PutObjectAsync(Bucket, "object", content, cancellationToken: Token);
        return content;
    }

    /// <summary>Several callers at once, each at places of its own.</summary>
    private static async Task CheckAsync(ObjectReader reader, byte[] content)
        => await Parallel.ForEachAsync(Enumerable.Range(1, 3), Token, async (seed, token) =>
        {
            var random = new Random(seed);
            for (int i = 0; i < Reads; i++)
            {
                await CheckRangeAsync(reader, content, random, token);
            }
        });

    private static async Task CheckRangeAsync(ObjectReader reader, byte[] content, Random random, CancellationToken token)
    {
        int offset = random.Next(content.Length + 1);
        byte[] read = new byte[random.Next(random.Next(2) == 0 ? 5000 : 1_500_000)];
        if (random.Next(3) == 0)
        {
            offset &= ~0xFFFF;
        }

        byte[] expected = content[offset..Math.Min(content.Length, offset + read.Length)];
        Assert.Equal(expected.Length, await reader.ReadAtAsync(offset, read, token));
        Assert.True(expected.AsSpan().SequenceEqual(read.AsSpan(0, expected.Length)), $"Read {offset} + {read.Length}");
        using ContentLease lease = await reader.LeaseAsync(offset, read.Length, token);
        Assert.True(expected.AsSpan().SequenceEqual(lease.Content.ToArray()), $"Lease {offset} + {read.Length}");
    }

    private IEnumerable<string> ShardFiles()
        => Directory.EnumerateFiles(_drives.Folder, "*", SearchOption.AllDirectories).Where(static file => file.Contains("/data/", StringComparison.Ordinal)).Order();

    private static void Damage(string file, long offset)
    {
        using FileStream stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = offset;
        int value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 1));
    }
}
