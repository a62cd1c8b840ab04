using System.Security.Cryptography;
using Xunit;

namespace ObjectStore.PublicApi.Tests;

public sealed class DriveLossTests : IDisposable
{
    private const string Bucket = "loss";

    // Around the limits of an empty object, a block, a stripe and the log; and large enough for shard files.
    private static readonly int[] Lengths = [0, 1, 4096, 131_071, 262_144, 262_145, 300_000, 3_000_000];

    private readonly TempDrives _drives = new(4);
    private readonly Dictionary<string, byte[]> _contents = [];

    public static TheoryData<int[]> OneOrTwoOfFour =>
        [
            new int[] { 0 }, new int[] { 1 }, new int[] { 2 }, new int[] { 3 }, new int[] { 0, 1 }, new int[] { 0, 2 }, new int[] { 0, 3 }, new int[] { 1, 2 }, new int[] { 1, 3 }, new int[] { 2, 3 },
        ];

    public void Dispose() => _drives.Dispose();

    [Theory]
    [MemberData(nameof(OneOrTwoOfFour))]
    public async Task Drives_RemovedWhileServing_AreReadAroundAndHealedWhenBack(int[] lost)
    {
        await using (IObjectStore store = await _drives.OpenAsync())
        {
            await FillAsync(store, "before");
            foreach (int drive in lost)
            {
                Directory.Move(_drives.Paths[drive], _drives.Paths[drive] + ".away");
            }

            await OnlineAsync(store, 4 - lost.Length);
            await AssertContentsAsync(store);
            if (lost.Length == 1)
            {
                Assert.True(store.GetStatus().CanWrite);
                await FillAsync(store, "during");
                await PutAsync(store, "before-4096", 5000);
            }
            else
            {
                Assert.False(store.GetStatus().CanWrite);
                StorageException refused = await Assert.ThrowsAsync<StorageException>(() => PutAsync(store, "refused", 1000).AsTask());
                Assert.Equal(StorageErrorCode.Unavailable, refused.Code);
                refused = await Assert.ThrowsAsync<StorageException>(() => PutAsync(store, "refused", 1_000_000).AsTask());
                Assert.Equal(StorageErrorCode.Unavailable, refused.Code);
                _contents.Remove("refused");
            }

            foreach (int drive in lost)
            {
                Directory.Move(_drives.Paths[drive] + ".away", _drives.Paths[drive]);
            }

            await HealedAsync(store);
            await FillAsync(store, "after");
            await AssertContentsAsync(store);
        }

        await AssertAnyTwoDrivesHoldEverythingAsync();
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 3 })]
    [InlineData(new[] { 1, 2 })]
    public async Task Drives_ReplacedByEmptyOnesWhileServing_AreRebuilt(int[] lost)
    {
        await using (IObjectStore store = await _drives.OpenAsync())
        {
            await FillAsync(store, "before");
            foreach (int drive in lost)
            {
                // At once, as a drive is pulled: a directory that is emptied slowly counts as empty in between, and is formatted.
                Directory.Move(_drives.Paths[drive], _drives.Paths[drive] + ".gone");
                Directory.Delete(_drives.Paths[drive] + ".gone", recursive: true);
            }

            await OnlineAsync(store, 4 - lost.Length);
            foreach (int drive in lost)
            {
                Directory.CreateDirectory(_drives.Paths[drive]);
            }

            await HealedAsync(store);
            await AssertContentsAsync(store);
        }

        await AssertAnyTwoDrivesHoldEverythingAsync();
    }

    [Fact]
    public async Task Drives_ReplacedWhileStopped_AreRebuilt()
    {
        await using (IObjectStore store = await _drives.OpenAsync())
        {
            await FillAsync(store, "before");
        }

        Directory.Delete(_drives.Paths[2], recursive: true);
        Directory.CreateDirectory(_drives.Paths[2]);
        await using (IObjectStore store = await _drives.OpenAsync())
        {
            await HealedAsync(store);
        }

        await AssertAnyTwoDrivesHoldEverythingAsync();
    }

    private async Task FillAsync(IObjectStore store, string name)
    {
        await store.TryCreateBucketAsync(Bucket);
        foreach (int length in Lengths)
        {
            await PutAsync(store, $"{name}-{length}", length);
        }
    }

    private async ValueTask PutAsync(IObjectStore store, string key, int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);
        await store.PutObjectAsync(Bucket, key, content);
        _contents[key] = content;
    }

    private async Task AssertContentsAsync(IObjectStore store)
    {
        var listed = new List<string>();
        await foreach (ObjectInfo item in store.ListObjectsAsync(Bucket))
        {
            listed.Add(item.Key.ToString());
        }

        Assert.Equal(_contents.Keys.Order(StringComparer.Ordinal), listed);
        foreach ((string key, byte[] content) in _contents)
        {
            using var read = new MemoryStream();
            await store.GetObjectAsync(Bucket, key, read);
            Assert.True(content.AsSpan().SequenceEqual(read.ToArray()), $"{key} differs");
        }
    }

    /// <summary>With two of four drives there is nothing to spare: each pair must hold good shards of everything.</summary>
    private async Task AssertAnyTwoDrivesHoldEverythingAsync()
    {
        for (int first = 0; first < 4; first++)
        {
            for (int second = first + 1; second < 4; second++)
            {
                int[] away = [.. Enumerable.Range(0, 4).Where(drive => drive != first && drive != second)];
                foreach (int drive in away)
                {
                    Directory.Move(_drives.Paths[drive], _drives.Paths[drive] + ".away");
                }

                await using (IObjectStore store = await _drives.OpenAsync())
                {
                    await AssertContentsAsync(store);
                }

                foreach (int drive in away)
                {
                    Directory.Move(_drives.Paths[drive] + ".away", _drives.Paths[drive]);
                }
            }
        }
    }

    private static Task OnlineAsync(IObjectStore store, int expected)
        => Eventually.Assert(
            () => store.GetStatus().Drives.Count(static drive => drive.IsOnline) == expected, () => $"{expected} drives should be online: {Describe(store)}");

    private static Task HealedAsync(IObjectStore store)
        => Eventually.Assert(
            () => store.GetStatus() is { CanWrite: true, IsHealing: false } status && status.Drives.All(static drive => drive.IsOnline),
            () => $"all drives should be online and healed: {Describe(store)}");

    private static string Describe(IObjectStore store)
    {
        StoreStatus status = store.GetStatus();
        return $"{status}\n{string.Join("\n", status.Drives)}";
    }
}
