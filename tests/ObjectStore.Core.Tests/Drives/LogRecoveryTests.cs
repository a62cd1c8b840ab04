using ObjectStore.Core.Tests.Drives.Simulated;
using ObjectStore.Drives;
using ObjectStore.Drives.Log;
using ObjectStore.Metadata.Replication;
using Xunit;
using static ObjectStore.Core.Tests.Drives.DriveData;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>What a drive finds in its log when it is opened after a crash, or after rot.</summary>
public sealed class LogRecoveryTests : IAsyncLifetime
{
    private const string Segment = "log/0000000000000001.seg";

    private readonly SimulatedDriveFixture _fixture = new();

    private LocalDrive Drive => _fixture.Drive;

    private SimulatedContent Log => _fixture.Medium.Content(Segment);

    public async ValueTask InitializeAsync() => await _fixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Open_WithTheLastRecordCutAtAnyByte_KeepsAllBeforeIt()
    {
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 300));
        int kept = Log.Length;
        await WriteAsync(Drive, Descriptor(2), Bytes(2, 300));
        await _fixture.PowerOffAsync();
        byte[] whole = ReadLog();

        for (int length = kept; length < whole.Length; length++)
        {
            RestoreLog(whole[..length]);
            await _fixture.OpenAsync();
            Assert.False(Drive.HasLogDamage);
            await AssertHoldsAsync(Drive, Descriptor(1), Bytes(1, 300));

            // Padding is no loss.
            bool isLost = length < whole.Length - LogRecordHeader.Alignment + 1;
            DriveStatus status = await StatusOfAsync(Drive, Descriptor(2), 300);
            Assert.True(status == DriveStatus.NotFound || !isLost);

            await WriteAsync(Drive, Descriptor(3), Bytes(3, 200));
            await _fixture.CrashAsync();
            Assert.False(Drive.HasLogDamage);
            await AssertHoldsAsync(Drive, Descriptor(1), Bytes(1, 300));
            await AssertHoldsAsync(Drive, Descriptor(3), Bytes(3, 200));
            await _fixture.PowerOffAsync();
        }
    }

    [Fact]
    public async Task Open_WithAnyByteOfTheLastRecordWrong_KeepsAllBeforeIt()
    {
        await Drive.Replica.AppendAsync(Record(1, 1, 0, "k", "1"));
        int kept = Log.Length;
        await Drive.Replica.AppendAsync(Record(1, 2, 0, "k", "2"));
        await _fixture.PowerOffAsync();
        byte[] whole = ReadLog();

        for (int at = kept; at < whole.Length; at++)
        {
            byte[] bad = [.. whole];
            bad[at] ^= 0x10;
            RestoreLog(bad);
            await _fixture.OpenAsync();
            Assert.True(Drive.Replica.IsComplete);
            Assert.Equal(1UL, Drive.Replica.Tail[0].LastSequence);
            Assert.InRange(Drive.Replica.Tail.Count, 1, at >= whole.Length - LogRecordHeader.Alignment ? 2 : 1);
            await _fixture.PowerOffAsync();
        }
    }

    [Fact]
    public async Task Open_WithAWriteTornInItsMiddle_CutsItAndReportsNoDamage()
    {
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 300));
        int kept = Log.Length;
        for (ulong blob = 2; blob < 6; blob++)
        {
            await Drive.StageShardAsync(Descriptor(blob), Bytes(blob, 300));
        }

        Assert.True(await Drive.Replica.AppendAsync(Record(1, 1, 0, "k", "1")));
        await _fixture.PowerOffAsync();
        Log.Write(new byte[64], kept + 700);
        Log.Sync();
        await _fixture.OpenAsync();

        Assert.False(Drive.HasLogDamage);
        Assert.True(Drive.Replica.IsComplete);
        Assert.Empty(Drive.Replica.Tail);
        await AssertHoldsAsync(Drive, Descriptor(1), Bytes(1, 300));
        await AssertHoldsAsync(Drive, Descriptor(2), Bytes(2, 300));
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(5), 300));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(40)]
    [InlineData(330)]
    public async Task Open_WithADurableShardRecordDamaged_ReportsItAndKeepsTheRest(int at)
    {
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 300));
        int damaged = Log.Length;
        await WriteAsync(Drive, Descriptor(2), Bytes(2, 300));
        await WriteAsync(Drive, Descriptor(3), Bytes(3, 300));
        await _fixture.PowerOffAsync();
        int length = Log.Length;
        Flip(damaged + at);
        await _fixture.OpenAsync();

        Assert.True(Drive.HasLogDamage);
        Assert.True(Log.Length >= length);
        await AssertHoldsAsync(Drive, Descriptor(1), Bytes(1, 300));
        await AssertHoldsAsync(Drive, Descriptor(3), Bytes(3, 300));
        Assert.NotEqual(DriveStatus.Ok, await StatusOfAsync(Drive, Descriptor(2), 300));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task Open_WithADurableMetadataRecordDamaged_MakesTheReplicaIncomplete(int at)
    {
        await Drive.Replica.AppendAsync(Record(1, 1, 0, "a", "1"));
        int damaged = Log.Length;
        await Drive.Replica.AppendAsync(Record(1, 2, 1, "b", "2"));
        await Drive.Replica.AppendAsync(Record(1, 3, 2, "c", "3"));
        await _fixture.PowerOffAsync();
        Flip(damaged + at);
        await _fixture.OpenAsync();

        Assert.True(Drive.HasLogDamage);
        Assert.False(Drive.Replica.IsComplete);
        Assert.Empty(Drive.Replica.Tail);
        await _fixture.ReopenAsync();
        Assert.False(Drive.Replica.IsComplete);
    }

    [Fact]
    public async Task Open_WithDamageBetweenMetadataInSequence_KeepsTheReplica()
    {
        await Drive.Replica.AppendAsync(Record(1, 1, 0, "a", "1"));
        int damaged = Log.Length;
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 300));
        await Drive.Replica.AppendAsync(Record(1, 2, 1, "b", "2"));
        await _fixture.PowerOffAsync();
        Flip(damaged);
        await _fixture.OpenAsync();

        Assert.True(Drive.HasLogDamage);
        Assert.True(Drive.Replica.IsComplete);
        Assert.Equal(new ReplicaPosition(1, 2), Drive.Replica.Logged);
        Assert.Equal("1", Get(Drive.Replica, "a"));
    }

    [Fact]
    public async Task Open_WithACheckpointBehindTheDamage_DoesNotMind()
    {
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 300));
        await WriteAsync(Drive, Descriptor(2), Bytes(2, 300));
        await _fixture.CloseAsync();
        Flip(40);
        await _fixture.OpenAsync();
        Assert.False(Drive.HasLogDamage);
        Assert.Equal(DriveStatus.Corrupt, await StatusOfAsync(Drive, Descriptor(1), 300));
        await AssertHoldsAsync(Drive, Descriptor(2), Bytes(2, 300));
    }

    [Fact]
    public async Task Open_WithTheIndexLost_FindsAllShardsAgainButNoMetadata()
    {
        for (ulong blob = 1; blob < 20; blob++)
        {
            await WriteAsync(Drive, Descriptor(blob), Bytes(blob, 300));
        }

        await Drive.Replica.AppendAsync(Record(1, 1, 0, "a", "1"));
        Drive.Replica.Apply(1);
        await _fixture.CloseAsync();
        _fixture.LoseIndex();
        await _fixture.OpenAsync();

        Assert.Equal(19, (await ListAsync(Drive)).Count);
        await AssertHoldsAsync(Drive, Descriptor(7), Bytes(7, 300));
        Assert.False(Drive.Replica.IsComplete);
    }

    [Fact]
    public async Task Open_WithARecordOfAnotherPlaceInADamagedShard_DoesNotTakeIt()
    {
        // A copy of the drive's own log, stored as an object: its records must not come to life when the shard around them is damaged.
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 304));
        byte[] ownLog = ReadLog();
        int damaged = Log.Length;
        await WriteAsync(Drive, Descriptor(2), ownLog);
        await WriteAsync(Drive, Descriptor(3), Bytes(3, 300));
        await Drive.DeleteShardsAsync([Ref(Descriptor(1), 304)]);
        await _fixture.PowerOffAsync();
        Flip(damaged);
        await _fixture.OpenAsync();
        List<ShardInfo> listed = await ListAsync(Drive);
        Assert.Equal([1UL, 3UL], listed.Select(info => info.Shard.Key.Blob.Counter).Order());
    }

    private byte[] ReadLog()
    {
        byte[] bytes = new byte[Log.Length];
        Log.Read(bytes, 0);
        return bytes;
    }

    private void RestoreLog(byte[] bytes)
    {
        foreach (string path in _fixture.Medium.Paths.Where(path => path.StartsWith("log/", StringComparison.Ordinal) && path != Segment))
        {
            _fixture.Medium.Delete(path);
        }

        Log.SetLength(bytes.Length);
        Log.Write(bytes, 0);
        Log.Sync();
    }

    private void Flip(int at)
    {
        byte[] one = new byte[1];
        Log.Read(one, at);
        one[0] ^= 0x04;
        Log.Write(one, at);
        Log.Sync();
    }
}
