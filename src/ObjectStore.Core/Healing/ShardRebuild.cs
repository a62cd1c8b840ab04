using System.Numerics;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.ErasureSets;

namespace ObjectStore.Healing;

/// <summary>Shards of one blob being written anew, each on the drive of its slot. For one caller at a time.</summary>
internal sealed class ShardRebuild : IAsyncDisposable
{
    private readonly BlobRef _blob;
    private readonly long _shardLength;
    private readonly IDrive?[] _drives;
    private readonly IShardWriter?[] _writers;
    private readonly BlobOwner _owner;

    private ShardRebuild(ErasureSet set, BlobRef blob, BlobOwner owner, uint shards)
    {
        _blob = blob;
        _owner = owner;
        _shardLength = ShardLayout.ShardLength(blob.Length, blob.DataShards);
        _drives = new IDrive?[blob.DataShards + blob.ParityShards];
        _writers = new IShardWriter?[_drives.Length];
        for (uint rest = shards; rest != 0; rest &= rest - 1)
        {
            int shard = BitOperations.TrailingZeroCount(rest);
            _drives[shard] = set.SlotOf(blob.Id, shard).OnlineDrive;
            Active |= _drives[shard] is null ? 0 : 1u << shard;
        }
    }

    /// <summary>Bit n: shard n is being written. A drive that is not there, refuses or fails is left out.</summary>
    public uint Active { get; private set; }

    /// <summary>Begins to write the shards in a mask.</summary>
    public static async ValueTask<ShardRebuild> BeginAsync(ErasureSet set, BlobRef blob, BlobOwner owner, uint shards, CancellationToken cancellationToken)
    {
        var rebuild = new ShardRebuild(set, blob, owner, shards);
        if (!ShardLayout.IsLogShard(rebuild._shardLength))
        {
            await rebuild.ForEachAsync(shard => rebuild.CreateAsync(shard, cancellationToken)).ConfigureAwait(false);
        }

        return rebuild;
    }

    /// <summary>Adds the next blocks of every shard; for shards in the log, this is all of them.</summary>
    public async ValueTask AppendAsync(StripeBuffer buffer, int length, CancellationToken cancellationToken)
        => await ForEachAsync(shard => _writers[shard] is { } writer
            ? writer.AppendAsync(buffer.Shard(shard, 0, length), cancellationToken)
            : _drives[shard]!.StageShardAsync(Describe(shard), buffer.Shard(shard, 0, length), cancellationToken)).ConfigureAwait(false);

    /// <summary>Makes the shards durable.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        => await ForEachAsync(shard => _writers[shard] is { } writer
            ? writer.CompleteAsync(cancellationToken)
            : _drives[shard]!.FlushAsync(cancellationToken)).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        foreach (IShardWriter? writer in _writers)
        {
            if (writer is not null)
            {
                await writer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private ShardDescriptor Describe(int shard) => new(new ShardKey(_blob.Id, (byte)shard), _blob.DataShards, _blob.ParityShards, _owner);

    private async ValueTask<DriveStatus> CreateAsync(int shard, CancellationToken cancellationToken)
    {
        (DriveStatus status, IShardWriter? writer) = await _drives[shard]!.CreateShardAsync(Describe(shard), cancellationToken).ConfigureAwait(false);
        _writers[shard] = writer;
        return status;
    }

    /// <summary>One drive after the other: what is rebuilt is one shard, most of the time.</summary>
    private async ValueTask ForEachAsync(Func<int, ValueTask<DriveStatus>> operation)
    {
        for (uint rest = Active; rest != 0; rest &= rest - 1)
        {
            int shard = BitOperations.TrailingZeroCount(rest);
            if (await operation(shard).ConfigureAwait(false) != DriveStatus.Ok)
            {
                Active &= ~(1u << shard);
            }
        }
    }
}
