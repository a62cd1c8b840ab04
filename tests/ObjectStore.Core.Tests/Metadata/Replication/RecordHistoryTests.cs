using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class RecordHistoryTests
{
    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 0)]
    [InlineData(12, 1)]
    [InlineData(15, 2)]
    [InlineData(99, 3)]
    public void IndexAfter_Sequence_IsFirstRecordThatEndsLater(ulong sequence, int expected)
        => Assert.Equal(expected, Make().IndexAfter(sequence));

    [Fact]
    public void After_ForgottenSequence_GivesNull()
    {
        RecordHistory history = Make(maxRecords: 1);
        history.Trim(committedThrough: 16);

        Assert.Equal(new ReplicaPosition(1, 15), history.Start);
        Assert.Null(history.After(14, 10));
        Assert.Equal(16UL, Assert.Single(history.After(15, 10)!).LastSequence);
        Assert.Empty(history.After(16, 10)!);
    }

    [Fact]
    public void Trim_RecordsInFlight_AreKept()
    {
        RecordHistory history = Make(maxRecords: 1);
        history.Trim(committedThrough: 12);

        Assert.Equal(new ReplicaPosition(1, 12), history.Start);
        Assert.Equal(2, history.Count);
    }

    [Fact]
    public void Trim_PinnedRecords_AreKeptUpToTheirBound()
    {
        RecordHistory history = Make(maxRecords: 1, maxPinnedBytes: 250);
        history.Pin(12);
        history.Trim(16);
        Assert.Equal(2, history.Count);

        history.Add(new MetadataRecord(1, 17, 17, 16, new byte[100]));
        history.Trim(17);
        Assert.Null(history.After(12, 10));

        history.Unpin();
        history.Trim(17);
        Assert.Equal(1, history.Count);
    }

    // 11-12, 13-15, 16
    private static RecordHistory Make(int maxRecords = 100, long maxPinnedBytes = 1000)
    {
        var history = new RecordHistory(new ReplicaPosition(1, 10), maxRecords, 1000, maxPinnedBytes);
        history.Add(new MetadataRecord(1, 11, 12, 10, new byte[100]));
        history.Add(new MetadataRecord(1, 13, 15, 10, new byte[100]));
        history.Add(new MetadataRecord(1, 16, 16, 10, new byte[100]));
        return history;
    }
}
