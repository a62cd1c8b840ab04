using ObjectStore.Blobs;
using ObjectStore.Core.Tests.ErasureSets;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Healing;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

/// <summary>Blobs of an earlier epoch over drives that can be made to fail, and all of healing around them.</summary>
internal sealed class HealingFixture
{
    public const uint EpochOfBlobs = 5;

    public HealingFixture(ErasureGeometry geometry, StoreEnvironment? environment = null, uint epoch = EpochOfBlobs + 1)
    {
        environment ??= StoreEnvironment.System;
        Blobs = new BlobStoreFixture(geometry, epoch: EpochOfBlobs);
        Metadata = new FlakyMetadataStore(epoch);
        Queue = new HealQueue(Metadata, environment);
        Healer = new BlobHealer(Blobs.Sets, Catalog, Blobs.Pool);
        Worker = new HealWorker(Blobs.Sets, Metadata, Queue, Healer, TimeSpan.FromMinutes(1), environment);
        Sweeper = new OrphanSweeper(Blobs.Sets, Catalog, Metadata, environment);
        Rebuilder = new DriveRebuilder(Blobs.Sets, Catalog, Healer, Queue, Sweeper, environment);
    }

    public BlobStoreFixture Blobs { get; }

    public TestCatalog Catalog { get; } = new();

    public FlakyMetadataStore Metadata { get; }

    public HealQueue Queue { get; }

    public BlobHealer Healer { get; }

    public HealWorker Worker { get; }

    public OrphanSweeper Sweeper { get; }

    public DriveRebuilder Rebuilder { get; }

    /// <summary>Writes a blob, and names it in the catalog.</summary>
    public async Task<StoredBlob> PutAsync(int length, int seed = 1, string key = "some/key")
    {
        byte[] content = BlobStoreFixture.RandomContent(length, seed);
        var owner = new BlobOwner(7, System.Text.Encoding.UTF8.GetBytes(key));
        await using IBlobWriter writer = Blobs.Store.BeginWrite(owner, length);
        await BlobStoreFixture.WritePiecesAsync(writer, content, 50_000);
        WrittenBlob written = await writer.CompleteAsync();
        await written.FlushAsync(default);
        Catalog.Name(written.Ref, owner);
        return new StoredBlob(written.Ref, owner, content, written.MissingShards);
    }

    /// <summary>Adds a heal entry as a put does.</summary>
    public async Task EnqueueAsync(StoredBlob blob, uint badShards)
    {
        var transaction = new MetadataTransaction();
        HealQueue.AddTo(transaction, blob.Ref, blob.Owner, badShards);
        Assert.Equal(CommitStatus.Committed, (await Metadata.CommitAsync(transaction)).Status);
    }

    public async Task<List<HealRecord>> GetEntriesAsync()
    {
        var entries = new List<HealRecord>();
        using IMetadataCursor cursor = Metadata.Scan(MetadataKeys.Heals, MetadataKeys.After(MetadataKeys.Heals.Span));
        while (await cursor.MoveNextAsync())
        {
            entries.Add(HealRecord.Decode(cursor.Value));
        }

        return entries;
    }

    public void Lose(StoredBlob blob, int shard) => Blobs.DriveOf(blob.Ref, shard).Lose(new ShardKey(blob.Ref.Id, (byte)shard));

    public bool Has(StoredBlob blob, int shard) => Blobs.DriveOf(blob.Ref, shard).Shards.Contains(new ShardKey(blob.Ref.Id, (byte)shard));

    /// <summary>Takes the drive of a slot away; gives it.</summary>
    public FaultyDrive TakeAway(int slot)
    {
        FaultyDrive drive = Blobs.Drive(slot);
        Blobs.Set.Slots[slot].Drive = null;
        return drive;
    }

    public void BringEmpty(int slot) => Blobs.Set.Slots[slot].Drive = new FaultyDrive(new(Guid.Empty, Guid.NewGuid(), 0, slot));

    /// <summary>Every shard is durably where it belongs, as a fresh encode has it.</summary>
    public void AssertWhole(StoredBlob blob)
    {
        byte[][] expected = ReferenceEncoder.Encode(blob.Content, new ErasureGeometry(blob.Ref.DataShards, blob.Ref.ParityShards));
        for (byte shard = 0; shard < expected.Length; shard++)
        {
            var key = new ShardKey(blob.Ref.Id, shard);
            FaultyDrive survivor = Blobs.DriveOf(blob.Ref, shard).Reopen(crashed: true);
            Assert.Contains(key, survivor.Shards);
            Assert.Equal(expected[shard], survivor.Content(key));
            ShardDescriptor descriptor = survivor.DescriptorOf(key)!;
            Assert.Equal((key, blob.Ref.DataShards, blob.Ref.ParityShards), (descriptor.Key, descriptor.DataShards, descriptor.ParityShards));
            Assert.Equal(blob.Owner.BucketId, descriptor.Owner.BucketId);
            Assert.True(blob.Owner.Key.Span.SequenceEqual(descriptor.Owner.Key.Span));
        }
    }

    internal sealed record StoredBlob(BlobRef Ref, BlobOwner Owner, byte[] Content, uint MissingShards);
}
