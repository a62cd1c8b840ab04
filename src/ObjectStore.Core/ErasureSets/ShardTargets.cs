using System.Numerics;
using System.Runtime.ExceptionServices;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Erasure;

namespace ObjectStore.ErasureSets;

/// <summary>
/// The drives that the shards of a new blob go to, and which of them have dropped out. A drive that fails once takes no further part in the write.
/// For one caller at a time.
/// </summary>
internal sealed class ShardTargets
{
    private readonly ErasureSet _set;
    private readonly BlobOwner _owner;
    private readonly IDrive?[] _drives;
    private readonly ValueTask<DriveStatus>[] _running;
    private bool _sawFull;

    public ShardTargets(ErasureSet set, BlobId blob, BlobOwner owner)
    {
        _set = set;
        _owner = owner;
        Blob = blob;
        Geometry = set.Geometry;
        _drives = new IDrive?[Geometry.TotalShards];
        _running = new ValueTask<DriveStatus>[_drives.Length];
        for (int shard = 0; shard < _drives.Length; shard++)
        {
            _drives[shard] = set.SlotOf(blob, shard).OnlineDrive;
            Missing |= _drives[shard] is null ? 1u << shard : 0;
        }
    }

    public BlobId Blob { get; }

    public ErasureGeometry Geometry { get; }

    /// <summary>The set's number.</summary>
    public int Set => _set.Index;

    /// <summary>Bit n: shard n has no drive, or its drive dropped out.</summary>
    public uint Missing { get; private set; }

    /// <summary>The drives still taking part.</summary>
    public int Count => _drives.Length - BitOperations.PopCount(Missing);

    public bool IsMissing(int shard) => (Missing & (1u << shard)) != 0;

    /// <summary>The drive of a shard that is not missing.</summary>
    public IDrive DriveOf(int shard) => _drives[shard]!;

    /// <summary>Whether the drive that took a shard is still the one in its slot.</summary>
    public bool IsInPlace(int shard) => ReferenceEquals(_drives[shard], SlotOf(shard).Drive);

    public DriveSlot SlotOf(int shard) => _set.SlotOf(Blob, shard);

    public ShardDescriptor Describe(int shard)
        => new(new ShardKey(Blob, (byte)shard), (byte)Geometry.DataShards, (byte)Geometry.ParityShards, _owner);

    /// <summary>
    /// Runs an operation for the shards in <paramref name="mask"/> on all their drives at once, and completes when every one of them has ended, so
    /// that no memory is in use any more. Drives that do not answer Ok drop out.
    /// </summary>
    public async ValueTask RunAsync(uint mask, Func<int, ValueTask<DriveStatus>> operation)
    {
        mask &= ~Missing;
        for (int shard = 0; shard < _drives.Length; shard++)
        {
            _running[shard] = (mask & (1u << shard)) != 0 ? Start(operation, shard) : default;
        }

        Exception? thrown = null;
        for (int shard = 0; shard < _drives.Length; shard++)
        {
            try
            {
                DriveStatus status = await _running[shard].ConfigureAwait(false);
                if (status != DriveStatus.Ok)
                {
                    Drop(shard, status);
                }
            }
            catch (Exception e)
            {
                // Nothing is known of this shard; the others are still awaited before the error goes on.
                Drop(shard, DriveStatus.Offline);
                thrown ??= e;
            }
        }

        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    /// <summary>Counts a shard as not placed.</summary>
    public void Drop(int shard, DriveStatus status)
    {
        Missing |= 1u << shard;
        _sawFull |= status == DriveStatus.Full;
    }

    /// <summary>Throws unless enough drives take part.</summary>
    /// <exception cref="StorageException">StorageFull if a full drive is among the causes, else Unavailable.</exception>
    public void RequireQuorum()
    {
        if (Count < Geometry.WriteQuorum)
        {
            string message = $"Only {Count} of the {_drives.Length} drives of erasure set {Set} could be written to; {Geometry.WriteQuorum} are needed.";
            throw new StorageException(_sawFull ? StorageErrorCode.StorageFull : StorageErrorCode.Unavailable, message);
        }
    }

    private static ValueTask<DriveStatus> Start(Func<int, ValueTask<DriveStatus>> operation, int shard)
    {
        try
        {
            return operation(shard);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<DriveStatus>(e);
        }
    }
}
