using System.Numerics;
using FsCheck.Xunit;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ShardRideRuleTests
{
    [Theory]
    [InlineData(0b1111, 0b1111, 0, 3, 3, true)] // 4 drives, 2+2: any 3 of 4 hold 3
    [InlineData(0b0111, 0b1111, 0, 3, 3, false)] // the quorum may take the one without a shard
    [InlineData(0b0111, 0b0111, 0, 3, 3, true)] // which is out of sync here
    [InlineData(0b0111, 0b1111, 0, 2, 3, true)]
    [InlineData(0b0111, 0b1111, 1, 3, 3, true)] // one more is durable elsewhere
    [InlineData(0b0000, 0b1111, 3, 3, 3, true)]
    [InlineData(0b0000, 0b1111, 2, 3, 3, false)]
    [InlineData(0b1, 0b1, 0, 1, 1, true)]
    public void IsSafe_Case_IsAsStated(uint staged, uint inSync, int elsewhere, int needed, int quorum, bool expected)
        => Assert.Equal(expected, ShardRideRule.IsSafe(new ShardRide(staged, elsewhere, needed, 0), inSync, quorum));

    // Recovery with one replica missing keeps what one fewer than the write quorum holds: that must be readable.
    [Theory]
    [InlineData(1, 0, 1, 1, true)] // 1 drive: nothing can be missing
    [InlineData(2, 0, 2, 1, true)] // 1+1
    [InlineData(3, 0, 2, 2, false)] // 2+1: one replica alone cannot read
    [InlineData(4, 0, 3, 2, true)] // 2+2
    [InlineData(5, 0, 3, 3, false)] // 3+2
    [InlineData(6, 0, 4, 3, true)] // 3+3
    [InlineData(8, 0, 5, 4, true)] // 4+4
    [InlineData(9, 3, 8, 8, false)] // 8+4, three shards flushed elsewhere
    public void IsSafe_ReplicaMissingAtRecovery_NeedsReadableMinority(int replicas, int elsewhere, int needed, int readable, bool expected)
    {
        uint all = (1u << replicas) - 1;
        Assert.Equal(expected, ShardRideRule.IsSafe(new ShardRide(all, elsewhere, needed, readable), all, (replicas / 2) + 1));
    }

    [Property]
    public void IsSafe_AnyCase_MeansEveryQuorumMeetsIt(byte staged, byte inSync, byte elsewhere, byte needed)
    {
        var ride = new ShardRide(staged, elsewhere % 3, needed % 6, 0);
        int quorum = (BitOperations.PopCount(inSync) / 2) + 1;
        bool every = true;
        for (uint subset = 0; subset <= inSync; subset++)
        {
            if ((subset & ~(uint)inSync) == 0 && BitOperations.PopCount(subset) == quorum)
            {
                every &= ShardRideRule.IsMet(ride, subset);
            }
        }

        Assert.Equal(inSync == 0 ? ShardRideRule.IsSafe(ride, 0, quorum) : every, ShardRideRule.IsSafe(ride, inSync, quorum));
    }
}
