using ObjectStore.Blobs;
using ObjectStore.Core.Tests.Drives.Simulated;
using ObjectStore.Drives;
using Xunit;
using static ObjectStore.Core.Tests.Drives.DriveData;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>The log gives space back, and never what is needed.</summary>
public sealed class SegmentCollectionTests : IAsyncLifetime
{
    private const int Length = ShardLayout.MaxLogShard;

    /// <summary>As many shards as surely fill two segments.</summary>
    private const ulong Shards = 1100;

    private readonly SimulatedDriveFixture _fixture = new();

    private LocalDrive Drive => _fixture.Drive;

    private int Segments => _fixture.Medium.Paths.Count(path => path.StartsWith("log/", StringComparison.Ordinal));

    public async ValueTask InitializeAsync() => await _fixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Collect_WithEverythingLive_DeletesNothing()
    {
        await FillAsync();
        int segments = Segments;
        Assert.Equal(DriveStatus.Ok, await Drive.CollectAsync());
        Assert.Equal(segments, Segments);
        Assert.True(segments > 2);
        await AssertHoldsAsync(Drive, Descriptor(1), Data(1));
    }

    [Fact]
    public async Task Collect_WithSegmentsWhollyDead_DeletesThem()
    {
        await FillAsync();
        await DeleteAsync(blob => blob < Shards - 20);
        Assert.Equal(DriveStatus.Ok, await Drive.CollectAsync());
        Assert.InRange(Segments, 1, 2);
        await AssertOnlyAsync(blob => blob >= Shards - 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Collect_WithSegmentsMostlyDead_KeepsTheLiveShards(bool crash)
    {
        await FillAsync();
        await DeleteAsync(blob => blob % 10 != 0);
        Assert.Equal(DriveStatus.Ok, await Drive.CollectAsync());
        Assert.InRange(Segments, 1, 2);
        await AssertOnlyAsync(blob => blob % 10 == 0);

        await (crash ? _fixture.CrashAsync() : _fixture.ReopenAsync());
        await AssertOnlyAsync(blob => blob % 10 == 0);
    }

    [Fact]
    public async Task Collect_WithAnOpenReader_LetsItReadOn()
    {
        await FillAsync();
        (_, IShardReader? reader) = await Drive.OpenShardAsync(Ref(Descriptor(5), Length));
        using (reader)
        {
            await DeleteAsync(blob => blob < Shards - 20);
            await Drive.CollectAsync();
            byte[] data = new byte[Length];
            Assert.Equal(DriveStatus.Ok, await reader!.ReadBlocksAsync(0, 2, data));
            Assert.Equal(Data(5), data);
        }
    }

    [Fact]
    public async Task Collect_WithUnappliedMetadata_KeepsItsSegment()
    {
        Assert.True(await Drive.Replica.AppendAsync(Record(1, 1, 0, "k", "v")));
        await FillAsync();
        await DeleteAsync(_ => true);
        await Drive.CollectAsync();
        await _fixture.CrashAsync();
        Assert.Equal(1UL, Assert.Single(Drive.Replica.Tail).LastSequence);

        Drive.Replica.Apply(1);
        await Drive.CollectAsync();
        await DeleteAsync(_ => true);
        await Drive.CollectAsync();
        Assert.InRange(Segments, 1, 2);
        Assert.Equal("v", Get(Drive.Replica, "k"));
    }

    [Fact]
    public async Task Collect_WithADamagedLiveShard_KeepsItAndTheOthers()
    {
        await FillAsync();
        SimulatedContent log = _fixture.Medium.Content("log/0000000000000001.seg");
        log.Write([1, 2, 3, 4], 100);
        await DeleteAsync(blob => blob % 10 != 0);
        await Drive.CollectAsync();
        Assert.Equal(DriveStatus.Corrupt, await StatusOfAsync(Drive, Descriptor(0), Length));
        await AssertHoldsAsync(Drive, Descriptor(10), Data(10));

        await WriteAsync(Drive, Descriptor(0), Data(0));
        await Drive.CollectAsync();
        Assert.DoesNotContain("log/0000000000000001.seg", _fixture.Medium.Paths);
        await AssertOnlyAsync(blob => blob % 10 == 0);
    }

    [Fact]
    public async Task Collect_IndexFailedToTakeADeletion_KeepsTheSegments()
    {
        await FillAsync();
        _fixture.FailIndex();
        Assert.Equal(DriveStatus.Offline, await Drive.DeleteShardsAsync([.. Numbers().Select(static blob => Ref(Descriptor(blob), Length))]));

        Assert.Equal(DriveStatus.Offline, await Drive.CollectAsync());
        await _fixture.CrashAsync(keptBatches: int.MaxValue);

        await AssertOnlyAsync(static _ => true);
    }

    private static byte[] Data(ulong blob)
    {
        byte[] data = new byte[Length];
        BitConverter.TryWriteBytes(data, blob);
        return data;
    }

    private async Task FillAsync()
    {
        for (ulong blob = 0; blob < Shards; blob++)
        {
            await Drive.StageShardAsync(Descriptor(blob), Data(blob));
        }

        await Drive.FlushAsync();
    }

    private async Task DeleteAsync(Func<ulong, bool> filter)
    {
        ShardRef[] shards = [.. Numbers().Where(filter).Select(blob => Ref(Descriptor(blob), Length))];
        Assert.Equal(DriveStatus.Ok, await Drive.DeleteShardsAsync(shards));
    }

    private async Task AssertOnlyAsync(Func<ulong, bool> filter)
    {
        ulong[] expected = [.. Numbers().Where(filter)];
        Assert.Equal(expected, (await ListAsync(Drive)).Select(info => info.Shard.Key.Blob.Counter));
        foreach (ulong blob in expected)
        {
            await AssertHoldsAsync(Drive, Descriptor(blob), Data(blob));
        }
    }

    private static IEnumerable<ulong> Numbers()
    {
        for (ulong blob = 0; blob < Shards; blob++)
        {
            yield return blob;
        }
    }
}
