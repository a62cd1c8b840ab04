using ObjectStore.Blobs;
using ObjectStore.Drives;

namespace ObjectStore.ErasureSets;

/// <summary>
/// The shards of a blob small enough for the logs: staged on all drives at once. Drives that hold the metadata make them durable with the commit; the others flush now.
/// For one caller at a time.
/// </summary>
internal sealed class ShardStaging(ShardTargets targets, int shardLength)
{
    private uint _touched;
    private uint _riding;

    /// <summary>Bit n: shard n is staged on a drive that holds the metadata, and not durable.</summary>
    public uint NotDurable => _riding & ~targets.Missing;

    /// <summary>Stages the shards; completes when no drive uses the memory any more.</summary>
    public ValueTask RunAsync(StripeBuffer buffer, CancellationToken cancellationToken)
    {
        for (int shard = 0; shard < targets.Geometry.TotalShards; shard++)
        {
            _touched |= targets.IsMissing(shard) ? 0 : 1u << shard;
            _riding |= targets.SlotOf(shard).Replica >= 0 ? 1u << shard : 0;
        }

        return targets.RunAsync(_touched, shard => StageAsync(buffer, shard, cancellationToken));
    }

    /// <summary>Deletes what may have been staged, as far as the drives are able to: the blob will never be named.</summary>
    public async ValueTask DeleteAsync()
    {
        for (int shard = 0; shard < targets.Geometry.TotalShards; shard++)
        {
            if ((_touched & (1u << shard)) != 0)
            {
                // A drive that cannot delete now keeps an orphan, which the sweep after the next start finds.
                await targets.DriveOf(shard).DeleteShardsAsync([new ShardRef(new ShardKey(targets.Blob, (byte)shard), shardLength)]).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<DriveStatus> StageAsync(StripeBuffer buffer, int shard, CancellationToken cancellationToken)
    {
        IDrive drive = targets.DriveOf(shard);
        DriveStatus status = await drive.StageShardAsync(targets.Describe(shard), buffer.Shard(shard, 0, shardLength), cancellationToken).ConfigureAwait(false);
        bool rides = (_riding & (1u << shard)) != 0;
        return status == DriveStatus.Ok && !rides ? await drive.FlushAsync(cancellationToken).ConfigureAwait(false) : status;
    }
}
