using ObjectStore.Blobs;
using ObjectStore.Core.Tests.Drives;
using ObjectStore.Core.Tests.Drives.Simulated;
using ObjectStore.Core.Tests.ErasureSets;
using ObjectStore.Drives;
using ObjectStore.Drives.Format;
using ObjectStore.Drives.Index;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Healing;
using ObjectStore.Memory;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

/// <summary>Four local drives, 2+2, on simulated media that can lose power, fail and be damaged, with all of healing over them.</summary>
internal sealed class SimulatedSet : IHealReporter, IAsyncDisposable
{
    private static readonly ErasureGeometry Geometry = new(2, 2);
    private static readonly Guid Deployment = new("11111111-1111-1111-1111-111111111111");

    private readonly Place[] _places = [.. Enumerable.Range(0, 4).Select(_ => new Place())];
    private uint _epoch;

    private SimulatedSet()
    {
        DriveSlot[] slots = [.. Enumerable.Range(0, 4).Select(slot => new DriveSlot(0, slot, 4))];
        Set = new ErasureSet(0, slots, Geometry);
        Start();
    }

    public ErasureSet Set { get; }

    public BufferPool Pool { get; } = new(16 << 20);

    public TestCatalog Catalog { get; } = new();

    public BlobStore Store { get; private set; } = null!;

    public BlobHealer Healer { get; private set; } = null!;

    public OrphanSweeper Sweeper { get; private set; } = null!;

    public DriveRebuilder Rebuilder { get; private set; } = null!;

    public uint Reported { get; private set; }

    public static async Task<SimulatedSet> CreateAsync()
    {
        var set = new SimulatedSet();
        for (int slot = 0; slot < 4; slot++)
        {
            await set.OpenAsync(slot);
        }

        return set;
    }

    public SimulatedMedium Medium(int slot) => _places[slot].Medium;

    public int SlotOf(BlobRef blob, int shard) => Set.SlotOf(blob.Id, shard).Index;

    public void Report(BlobRef blob, BlobOwner owner, uint badShards) => Reported |= badShards;

    /// <summary>Takes the power of all drives away, and opens the store anew in the next epoch.</summary>
    public async Task CrashAsync()
    {
        for (int slot = 0; slot < 4; slot++)
        {
            await CrashAsync(slot);
        }

        Start();
    }

    public async Task CrashAsync(int slot)
    {
        Place place = _places[slot];
        place.Index!.Detach();
        place.Medium.Crash();
        place.Memory.Crash(place.Memory.UnflushedBatches);
        place.Drive!.CheckIdentity();
        await place.Drive.DisposeAsync();
        await OpenAsync(slot);
    }

    /// <summary>Puts a new, empty drive into a slot.</summary>
    public async Task ReplaceAsync(int slot)
    {
        await _places[slot].Drive!.DisposeAsync();
        _places[slot] = new Place();
        await OpenAsync(slot);
    }

    /// <summary>Writes a blob durably, and names it in the catalog.</summary>
    public async Task<HealingFixture.StoredBlob> PutAsync(int length, int seed = 1, bool named = true)
    {
        byte[] content = BlobStoreFixture.RandomContent(length, seed);
        await using IBlobWriter writer = Store.BeginWrite(BlobStoreFixture.Owner, length);
        await BlobStoreFixture.WritePiecesAsync(writer, content, 60_000);
        WrittenBlob written = await writer.CompleteAsync();
        await written.FlushAsync(default);
        if (named)
        {
            Catalog.Name(written.Ref, BlobStoreFixture.Owner);
        }

        return new HealingFixture.StoredBlob(written.Ref, BlobStoreFixture.Owner, content, written.MissingShards);
    }

    public async Task<byte[]> ReadAsync(BlobRef blob)
    {
        await using IBlobReader reader = await Store.OpenReadAsync(blob);
        byte[] content = new byte[blob.Length];
        for (int done = 0; done < content.Length; done += 100_000)
        {
            await reader.ReadAsync(done, content.AsMemory(done, Math.Min(100_000, content.Length - done)));
        }

        return content;
    }

    public async Task AssertWholeAsync(HealingFixture.StoredBlob blob)
    {
        byte[][] expected = ReferenceEncoder.Encode(blob.Content, Geometry);
        for (int shard = 0; shard < 4; shard++)
        {
            var shardRef = new ShardRef(new ShardKey(blob.Ref.Id, (byte)shard), expected[shard].Length);
            (DriveStatus status, IShardReader? reader) = await Set.SlotOf(blob.Ref.Id, shard).Drive!.OpenShardAsync(shardRef);
            Assert.Equal((shard, DriveStatus.Ok), (shard, status));
            byte[] stored = new byte[reader!.Length];
            Assert.Equal(DriveStatus.Ok, await reader.ReadBlocksAsync(0, ShardLayout.BlockCount(stored.Length), stored));
            Assert.Equal(expected[shard], stored);
            reader.Dispose();
        }
    }

    public async Task<int> CountShardsAsync()
    {
        int count = 0;
        foreach (DriveSlot slot in Set.Slots)
        {
            await foreach (ShardInfo _ in slot.Drive!.ListShardsAsync(default, BlobId.FirstOf(uint.MaxValue)))
            {
                count++;
            }
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Place place in _places)
        {
            await place.Drive!.DisposeAsync();
        }
    }

    private void Start()
    {
        _epoch++;
        ErasureSet[] sets = [Set];
        var metadata = new FlakyMetadataStore(_epoch);
        uint epoch = _epoch;
        Store = new BlobStore(sets, new BlobIdGenerator(() => epoch, SystemRandomSource.Instance), this, StoreEnvironment.System, Pool);
        Healer = new BlobHealer(sets, Catalog, Pool);
        Sweeper = new OrphanSweeper(sets, Catalog, metadata, StoreEnvironment.System);
        Rebuilder = new DriveRebuilder(sets, Catalog, Healer, new HealQueue(metadata, StoreEnvironment.System), Sweeper, StoreEnvironment.System);
    }

    private async Task OpenAsync(int slot)
    {
        Place place = _places[slot];
        var files = new SimulatedDriveFiles(place.Medium);
        var format = new DriveFormat { DeploymentId = Deployment, DriveId = place.Id, Set = 0, Slot = slot, SetCount = 1, DrivesPerSet = 4, Parity = 2 };
        if (DriveFormatter.Inspect(files).State == DriveDirectoryState.Unformatted)
        {
            DriveFormatter.Format(files, format);
        }

        place.Drive = await LocalDrive.OpenAsync(files, _ => place.Index = new DetachableIndex(place.Memory), format, StoreEnvironment.System);
        Set.Slots[slot].Drive = place.Drive;
    }

    private sealed class Place
    {
        public Guid Id { get; } = Guid.NewGuid();

        public SimulatedMedium Medium { get; } = new();

        public MemoryIndex Memory { get; } = new();

        public DetachableIndex? Index { get; set; }

        public LocalDrive? Drive { get; set; }
    }
}
