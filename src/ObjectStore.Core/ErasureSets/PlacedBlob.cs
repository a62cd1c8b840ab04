using System.Numerics;
using ObjectStore.Blobs;
using ObjectStore.Metadata;

namespace ObjectStore.ErasureSets;

/// <summary>A blob whose shards are on their drives: durable, or staged on drives that hold the metadata too.</summary>
/// <param name="targets">The drives, without those that dropped out.</param>
/// <param name="blob">The blob.</param>
/// <param name="staged">Bit n: shard n is staged and not durable.</param>
internal sealed class PlacedBlob(ShardTargets targets, BlobRef blob, uint staged) : WrittenBlob
{
    private uint _staged = staged;

    public override BlobRef Ref => blob;

    /// <summary>Shards without a drive. One whose drive left its slot since counts too, durable or not: the drive may have been replaced, and the new one looked through before the blob is named.</summary>
    public override uint MissingShards => targets.Missing | (AllShards & ~InPlace(AllShards));

    public override ShardRide? Ride
    {
        get
        {
            uint riding = InPlace(_staged & ~targets.Missing);
            return riding == 0 ? null : new ShardRide(ReplicasOf(riding), DurableCount, targets.Geometry.WriteQuorum, targets.Geometry.DataShards);
        }
    }

    private uint AllShards => (1u << targets.Geometry.TotalShards) - 1;

    private int DurableCount => BitOperations.PopCount(~(targets.Missing | _staged) & AllShards);

    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_staged == 0)
        {
            return;
        }

        await targets.RunAsync(_staged, shard => targets.DriveOf(shard).FlushAsync(cancellationToken)).ConfigureAwait(false);
        _staged = 0;
        targets.RequireQuorum();
    }

    /// <summary>Those of some shards whose drive is still in its slot: one staged on a drive that was replaced since does not ride with the replica now there.</summary>
    private uint InPlace(uint shards)
    {
        uint inPlace = 0;
        for (uint rest = shards; rest != 0; rest &= rest - 1)
        {
            int shard = BitOperations.TrailingZeroCount(rest);
            inPlace |= targets.IsInPlace(shard) ? 1u << shard : 0;
        }

        return inPlace;
    }

    private uint ReplicasOf(uint shards)
    {
        uint replicas = 0;
        for (; shards != 0; shards &= shards - 1)
        {
            replicas |= 1u << targets.SlotOf(BitOperations.TrailingZeroCount(shards)).Replica;
        }

        return replicas;
    }
}
