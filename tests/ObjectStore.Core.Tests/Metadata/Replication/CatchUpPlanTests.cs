using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class CatchUpPlanTests
{
    // The history begins after 1.4 and is 1.5, 1.6, 2.7 (an opening), 2.8.
    private static readonly (uint Epoch, ulong Sequence)[] Records = [(1, 5), (1, 6), (2, 7), (2, 8)];

    [Theory]
    [InlineData(1, 4, "", 4)] // has nothing of it
    [InlineData(1, 6, "", 6)]
    [InlineData(2, 8, "", 8)] // has all of it
    [InlineData(1, 4, "1.5", 5)]
    [InlineData(1, 5, "1.6 2.7 2.8", 8)]
    [InlineData(1, 5, "1.6 1.7 1.8 1.9", 6)] // its 1.7 to 1.9 are void: 2.7 is newer
    [InlineData(1, 3, "1.4 1.5", -1)] // what comes after its state is forgotten
    [InlineData(1, 4, "1.5 2.6", -1)] // an opening that failed: 1.6 does not void it
    [InlineData(1, 4, "1.5 1.6 2.7 2.8 2.9", -1)] // more than the history, and nothing voids it
    [InlineData(2, 9, "", -1)]
    public void Make_Replica_AppendsAfterWhatItShares(uint epoch, ulong applied, string tail, int common)
        => Assert.Equal(common < 0 ? new CatchUpPlan(true, 0) : new CatchUpPlan(false, (ulong)common), Make(true, epoch, applied, tail, 0));

    [Fact]
    public void Make_IncompleteReplica_Installs() => Assert.True(Make(false, 1, 4, "1.5", 0).MustInstall);

    [Fact]
    public void Make_MoreThanTheHistoryBeforeANewEpoch_LeavesItToBeVoided()
        => Assert.Equal(new CatchUpPlan(false, 8), Make(true, 1, 4, "1.5 1.6 2.7 2.8 2.9", nextEpoch: 3));

    private static CatchUpPlan Make(bool isComplete, uint epoch, ulong applied, string tail, uint nextEpoch)
    {
        var history = new RecordHistory(new ReplicaPosition(1, 4));
        foreach ((uint e, ulong s) in Records)
        {
            history.Add(Record(e, s));
        }

        MetadataRecord[] records = [.. tail.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split('.')).Select(t => Record(uint.Parse(t[0]), ulong.Parse(t[1])))];
        var position = new ReplicaPosition(epoch, applied);
        return CatchUpPlan.Make(new ReplicaSnapshot(isComplete, position, records.Length > 0 ? records[^1].Position : position, records), history, nextEpoch);
    }

    private static MetadataRecord Record(uint epoch, ulong sequence) => new(epoch, sequence, sequence, 0, default);
}
