using System.Buffers;
using System.Security.Cryptography;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Integrity;
using ObjectStore.Memory;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

/// <summary>A blob store over drives that can be made to fail, with a pool of its own, so that a leak shows.</summary>
internal sealed class BlobStoreFixture : IHealReporter
{
    public static readonly BlobOwner Owner = new(7, "some/key"u8.ToArray());

    private readonly List<(BlobRef Blob, BlobOwner Owner, uint Bad)> _reports = [];
    private readonly Md5Scheduler _md5Scheduler = new(ThreadPoolScheduler.Instance);

    public BlobStoreFixture(ErasureGeometry geometry, int replicas = ErasureGeometry.MaxShards, int sets = 1, uint epoch = 5)
    {
        Sets = [.. Enumerable.Range(0, sets).Select(set => CreateSet(set, geometry, replicas))];
        Store = CreateStore(epoch);
        LaterStore = CreateStore(epoch + 1);
    }

    public BufferPool Pool { get; } = new(64 << 20);

    public IReadOnlyList<ErasureSet> Sets { get; }

    public ErasureSet Set => Sets[0];

    public BlobStore Store { get; }

    /// <summary>The store as it is opened the next time: what it finds bad is reported at once.</summary>
    public BlobStore LaterStore { get; }

    public IReadOnlyList<(BlobRef Blob, BlobOwner Owner, uint Bad)> Reports => _reports;

    public static byte[] RandomContent(int length, int seed = 1)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public FaultyDrive Drive(int slot, int set = 0) => (FaultyDrive)Sets[set].Slots[slot].Drive!;

    public IEnumerable<FaultyDrive> Drives => Sets.SelectMany(set => set.Slots).Select(slot => slot.Drive).OfType<FaultyDrive>();

    /// <summary>The drive that holds a shard.</summary>
    public FaultyDrive DriveOf(BlobRef blob, int shard) => (FaultyDrive)Sets[blob.Set].SlotOf(blob.Id, shard).Drive!;

    public async Task<WrittenBlob> WriteAsync(byte[] content, long? expectedLength = null, int pieceLength = 40_000)
    {
        Md5Job md5 = BeginMd5();
        await using IBlobWriter writer = Store.BeginWrite(Owner, expectedLength, md5);
        await WritePiecesAsync(writer, content, pieceLength);
        WrittenBlob written = await writer.CompleteAsync();
        Assert.Equal(MD5.HashData(content), md5.Md5.Finish());
        return written;
    }

    public Md5Job BeginMd5() => new(_md5Scheduler);

    public async Task<byte[]> ReadAsync(BlobRef blob, long offset, int length, int bufferLength = int.MaxValue)
    {
        await using IBlobReader reader = await LaterStore.OpenReadAsync(blob);
        byte[] result = new byte[length];
        for (int done = 0; done < length;)
        {
            int count = Math.Min(bufferLength, length - done);
            await reader.ReadAsync(offset + done, result.AsMemory(done, count));
            done += count;
        }

        return result;
    }

    public Task<byte[]> ReadAsync(BlobRef blob) => ReadAsync(blob, 0, (int)blob.Length);

    public void Report(BlobRef blob, BlobOwner owner, uint badShards)
    {
        lock (_reports)
        {
            _reports.Add((blob, owner, badShards));
        }
    }

    public static async Task WritePiecesAsync(IBlobWriter writer, byte[] content, int pieceLength)
    {
        for (int done = 0; done < content.Length; done += pieceLength)
        {
            byte[] piece = content.AsSpan(done, Math.Min(pieceLength, content.Length - done)).ToArray();
            await writer.WriteAsync(new ReadOnlySequence<byte>(piece));

            // The writer may not look at it again.
            Array.Clear(piece);
        }
    }

    private BlobStore CreateStore(uint epoch)
        => new(Sets, new BlobIdGenerator(() => epoch, SystemRandomSource.Instance), this, StoreEnvironment.System, Pool);

    private static ErasureSet CreateSet(int set, ErasureGeometry geometry, int replicas)
    {
        DriveSlot[] slots = [.. Enumerable.Range(0, geometry.TotalShards).Select(slot => new DriveSlot(set, slot, replicas))];
        foreach (DriveSlot slot in slots)
        {
            slot.Drive = new FaultyDrive(new(Guid.Empty, Guid.NewGuid(), set, slot.Index)) { IsAsynchronous = slot.Index % 2 == 1 };
        }

        return new ErasureSet(set, slots, geometry);
    }
}
