using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Integrity;
using ObjectStore.Memory;
using ObjectStore.Scheduling;

namespace ObjectStore.ErasureSets;

/// <summary>The blobs of the store, over the drives of its erasure sets.</summary>
internal sealed class BlobStore : IBlobStore
{
    private readonly IReadOnlyList<ErasureSet> _sets;
    private readonly BlobIdGenerator _ids;
    private readonly IHealReporter _healReporter;
    private readonly BufferPool _pool;
    private readonly SetSelector _selector;

    /// <param name="sets">All erasure sets, in order; at most 256.</param>
    /// <param name="ids">Makes the ids of new blobs.</param>
    /// <param name="healReporter">Told of bad shards.</param>
    /// <param name="environment">Time, for how long free space counts as known; threads and log.</param>
    /// <param name="pool">Where memory comes from.</param>
    public BlobStore(IReadOnlyList<ErasureSet> sets, BlobIdGenerator ids, IHealReporter healReporter, StoreEnvironment environment, BufferPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sets.Count, byte.MaxValue + 1);
        _sets = sets;
        _ids = ids;
        _healReporter = new ReportConfirmer(sets, ids, healReporter, pool, environment);
        _pool = pool;
        _selector = new SetSelector(sets, environment.Time);
    }

    public IBlobWriter BeginWrite(BlobOwner owner, long? expectedLength, Md5Job? md5 = null)
        => new BlobWriter(_selector.Select(), _ids.Next(), owner, expectedLength, md5, _pool);

    public async ValueTask<IBlobReader> OpenReadAsync(BlobRef blob, CancellationToken cancellationToken = default)
    {
        var sources = new ShardSources(SetOf(blob), blob, _healReporter);
        try
        {
            if (!await sources.OpenAsync(blob.DataShards, cancellationToken).ConfigureAwait(false))
            {
                throw sources.Insufficient(sources.Open);
            }
        }
        catch
        {
            await sources.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        sources.Report();
        return new BlobReader(sources, _pool);
    }

    public async ValueTask<uint> DeleteAsync(BlobRef blob, CancellationToken cancellationToken = default)
    {
        ErasureSet set = SetOf(blob);
        int shards = blob.DataShards + blob.ParityShards;
        long length = ShardLayout.ShardLength(blob.Length, blob.DataShards);
        var deletions = new ValueTask<DriveStatus>[shards];
        for (int shard = 0; shard < shards; shard++)
        {
            deletions[shard] = set.SlotOf(blob.Id, shard).OnlineDrive is { } drive
                ? drive.DeleteShardsAsync([new ShardRef(new ShardKey(blob.Id, (byte)shard), length)], cancellationToken)
                : new ValueTask<DriveStatus>(DriveStatus.Offline);
        }

        uint left = 0;
        for (int shard = 0; shard < shards; shard++)
        {
            DriveStatus status = await deletions[shard].ConfigureAwait(false);
            left |= status is DriveStatus.Ok or DriveStatus.NotFound ? 0 : 1u << set.SlotOf(blob.Id, shard).Index;
        }

        return left;
    }

    private ErasureSet SetOf(BlobRef blob)
    {
        if (blob.Set >= _sets.Count || blob.DataShards + blob.ParityShards > _sets[blob.Set].Slots.Count)
        {
            throw new StorageException(
                StorageErrorCode.Unavailable,
                $"Blob {blob.Id} lies in erasure set {blob.Set} over {blob.DataShards + blob.ParityShards} drives, which this store was not opened with.");
        }

        return _sets[blob.Set];
    }
}
