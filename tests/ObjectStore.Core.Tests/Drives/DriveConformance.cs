using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;
using Xunit;
using static ObjectStore.Core.Tests.Drives.DriveData;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>What every drive has to do.</summary>
public abstract class DriveConformance : IAsyncLifetime
{
    private protected abstract DriveFixture Fixture { get; }

    private IDrive Drive => Fixture.Drive;

    private IMetadataReplica Replica => Drive.Replica;

    public async ValueTask InitializeAsync() => await Fixture.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(ShardLayout.BlockSize)]
    [InlineData(ShardLayout.BlockSize + 1)]
    [InlineData(ShardLayout.MaxLogShard)]
    [InlineData(ShardLayout.MaxLogShard + 1)]
    [InlineData((8 * ShardLayout.BlockSize) + 123)]
    public async Task OpenShard_WrittenAtAnyLength_ReadsBack(int length)
    {
        ShardDescriptor descriptor = Descriptor(1, 3, "a key/ü");
        byte[] data = Bytes(1, length);
        await WriteAsync(Drive, descriptor, data);

        (DriveStatus status, IShardReader? reader) = await Drive.OpenShardAsync(Ref(descriptor, length));
        Assert.Equal(DriveStatus.Ok, status);
        using (reader)
        {
            Assert.Equal(length, reader!.Length);
            AssertSame(descriptor, reader.Descriptor);
        }

        await AssertHoldsAsync(Drive, descriptor, data);
    }

    [Theory]
    [InlineData(ShardLayout.MaxLogShard)]
    [InlineData((5 * ShardLayout.BlockSize) + 100)]
    public async Task ReadBlocks_OfAnyRange_GivesThoseBlocks(int length)
    {
        ShardDescriptor descriptor = Descriptor(2);
        byte[] data = Bytes(2, length);
        await WriteAsync(Drive, descriptor, data);
        (_, IShardReader? reader) = await Drive.OpenShardAsync(Ref(descriptor, length));
        using (reader)
        {
            int blocks = ShardLayout.BlockCount(length);
            for (int first = 0; first < blocks; first++)
            {
                for (int count = 1; first + count <= blocks; count++)
                {
                    int start = first * ShardLayout.BlockSize;
                    byte[] part = new byte[Math.Min(count * ShardLayout.BlockSize, length - start)];
                    Assert.Equal(DriveStatus.Ok, await reader!.ReadBlocksAsync(first, count, part));
                    Assert.Equal(data[start..(start + part.Length)], part);
                }
            }
        }
    }

    [Fact]
    public async Task ReadBlocks_OutsideTheShard_Throws()
    {
        ShardDescriptor descriptor = Descriptor(3);
        await WriteAsync(Drive, descriptor, Bytes(3, 1000));
        (_, IShardReader? reader) = await Drive.OpenShardAsync(Ref(descriptor, 1000));
        using (reader)
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await reader!.ReadBlocksAsync(1, 1, new byte[1000]));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await reader!.ReadBlocksAsync(0, 1, new byte[999]));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(ShardLayout.MaxLogShard + 1)]
    public async Task OpenShard_NeverWritten_IsNotFound(int length)
    {
        await WriteAsync(Drive, Descriptor(4, 0), Bytes(4, length));
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(4, 1), length));
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(5, 0), length));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(ShardLayout.MaxLogShard + 100)]
    public async Task OpenShard_OfAnotherLength_IsCorrupt(int length)
    {
        ShardDescriptor descriptor = Descriptor(6);
        await WriteAsync(Drive, descriptor, Bytes(6, length));
        Assert.Equal(DriveStatus.Corrupt, await StatusOfAsync(Drive, descriptor, length + 1));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(ShardLayout.MaxLogShard + 500)]
    public async Task WriteShard_ThatExists_ReplacesIt(int length)
    {
        ShardDescriptor descriptor = Descriptor(7);
        await WriteAsync(Drive, descriptor, Bytes(7, length));
        await WriteAsync(Drive, descriptor, Bytes(8, length));
        await AssertHoldsAsync(Drive, descriptor, Bytes(8, length));
        Assert.Single(await ListAsync(Drive));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(ShardLayout.MaxLogShard + 500)]
    public async Task DeleteShards_OfExistingAndMissing_LeavesNone(int length)
    {
        await WriteAsync(Drive, Descriptor(9), Bytes(9, length));
        await WriteAsync(Drive, Descriptor(10), Bytes(10, length));
        Assert.Equal(DriveStatus.Ok, await Drive.DeleteShardsAsync([Ref(Descriptor(9), length), Ref(Descriptor(11), length)]));
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(9), length));
        await AssertHoldsAsync(Drive, Descriptor(10), Bytes(10, length));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(ShardLayout.MaxLogShard + 1)]
    public async Task Settle_AfterDeletion_MakesItDurable(int length)
    {
        await WriteAsync(Drive, Descriptor(13), Bytes(13, length));
        await Drive.FlushAsync();
        await Drive.DeleteShardsAsync([Ref(Descriptor(13), length)]);

        Assert.Equal(DriveStatus.Ok, await Drive.SettleAsync());
        await Fixture.CrashAsync();

        Assert.Empty(await ListAsync(Drive));
    }

    [Fact]
    public async Task DeleteShards_StagedJustBefore_LeavesNone()
    {
        Assert.Equal(DriveStatus.Ok, await Drive.StageShardAsync(Descriptor(12), Bytes(12, 100)));
        Assert.Equal(DriveStatus.Ok, await Drive.DeleteShardsAsync([Ref(Descriptor(12), 100)]));
        Assert.Equal(DriveStatus.Ok, await Drive.FlushAsync());
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(12), 100));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(ShardLayout.MaxLogShard + 500)]
    public async Task OpenReader_OfDeletedShard_ReadsOn(int length)
    {
        ShardDescriptor descriptor = Descriptor(13);
        byte[] data = Bytes(13, length);
        await WriteAsync(Drive, descriptor, data);
        (_, IShardReader? reader) = await Drive.OpenShardAsync(Ref(descriptor, length));
        using (reader)
        {
            await Drive.DeleteShardsAsync([Ref(descriptor, length)]);
            byte[] read = new byte[length];
            Assert.Equal(DriveStatus.Ok, await reader!.ReadBlocksAsync(0, ShardLayout.BlockCount(length), read));
            Assert.Equal(data, read);
        }
    }

    [Fact]
    public async Task ListShards_OfARange_GivesAllOfItOnce()
    {
        for (ulong blob = 20; blob < 30; blob++)
        {
            await WriteAsync(Drive, Descriptor(blob, (byte)(blob % 4)), Bytes(blob, 100 + (int)blob));
        }

        await WriteAsync(Drive, Descriptor(30), Bytes(30, ShardLayout.MaxLogShard + 7));
        await WriteAsync(Drive, Descriptor(31), Bytes(31, ShardLayout.MaxLogShard + 7));

        List<ShardInfo> listed = await ListAsync(Drive, Descriptor(22).Key.Blob, Descriptor(31).Key.Blob);
        Assert.Equal(9, listed.Count);
        foreach (ShardInfo info in listed)
        {
            ulong blob = info.Shard.Key.Blob.Counter;
            int length = blob == 30 ? ShardLayout.MaxLogShard + 7 : 100 + (int)blob;
            ShardDescriptor expected = Descriptor(blob, blob == 30 ? (byte)0 : (byte)(blob % 4));
            Assert.Equal(new ShardRef(expected.Key, length), info.Shard);
            AssertSame(expected, info.Descriptor!);
        }
    }

    [Fact]
    public async Task ListShards_OfManyLogShards_GivesThemAll()
    {
        for (ulong blob = 0; blob < 200; blob++)
        {
            await Drive.StageShardAsync(Descriptor(blob), Bytes(blob, 10));
        }

        await Drive.FlushAsync();
        Assert.Equal(200, (await ListAsync(Drive)).Select(info => info.Shard.Key).Distinct().Count());
    }

    [Fact]
    public async Task DisposeWriter_BeforeCompletion_LeavesNothing()
    {
        (_, IShardWriter? writer) = await Drive.CreateShardAsync(Descriptor(40));
        await writer!.AppendAsync(Bytes(40, ShardLayout.BlockSize * 3));
        await writer.DisposeAsync();
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(40), ShardLayout.BlockSize * 3));
        Assert.Empty(await ListAsync(Drive));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_AfterEndOfAnyKind_HasWhatWasDurable(bool crash)
    {
        await WriteAsync(Drive, Descriptor(50), Bytes(50, 5000));
        await WriteAsync(Drive, Descriptor(51), Bytes(51, ShardLayout.MaxLogShard + 5000));
        await WriteAsync(Drive, Descriptor(52), Bytes(52, 6000));
        await Drive.DeleteShardsAsync([Ref(Descriptor(52), 6000)]);
        await EndAsync(crash);
        await AssertHoldsAsync(Drive, Descriptor(50), Bytes(50, 5000));
        await AssertHoldsAsync(Drive, Descriptor(51), Bytes(51, ShardLayout.MaxLogShard + 5000));
    }

    [Fact]
    public async Task Reopen_AfterStagingWithoutFlush_HasTheShard()
    {
        await Drive.StageShardAsync(Descriptor(60), Bytes(60, 100));
        await Fixture.ReopenAsync();
        await AssertHoldsAsync(Drive, Descriptor(60), Bytes(60, 100));
    }

    [Fact]
    public async Task Crash_AfterStagingWithoutFlush_LosesTheShard()
    {
        await Drive.StageShardAsync(Descriptor(61), Bytes(61, 100));
        await Fixture.CrashAsync();
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(61), 100));
    }

    [Fact]
    public async Task Crash_WithAnUnfinishedWriter_LeavesNothing()
    {
        (_, IShardWriter? writer) = await Drive.CreateShardAsync(Descriptor(62));
        await writer!.AppendAsync(Bytes(62, ShardLayout.BlockSize * 3));
        await Fixture.CrashAsync();
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(62), ShardLayout.BlockSize * 3));
        Assert.Empty(await ListAsync(Drive));
    }

    [Fact]
    public async Task Append_AfterStaging_MakesTheShardDurableAndReadable()
    {
        await Drive.StageShardAsync(Descriptor(70), Bytes(70, 300));
        Assert.True(await Replica.AppendAsync(Record(1, 1, 0, "k", "v")));
        await AssertHoldsAsync(Drive, Descriptor(70), Bytes(70, 300));
        await Fixture.CrashAsync();
        await AssertHoldsAsync(Drive, Descriptor(70), Bytes(70, 300));
    }

    [Fact]
    public void Replica_OfANewDrive_IsCompleteAndEmpty()
    {
        Assert.True(Replica.IsComplete);
        Assert.Equal(default, Replica.Applied);
        Assert.Equal(default, Replica.Logged);
        Assert.Empty(Replica.Tail);
        Assert.Null(Get(Replica, "k"));
    }

    [Fact]
    public async Task Apply_OfAppendedRecords_ShowsThemInOrder()
    {
        Assert.True(await Replica.AppendAsync(Record(1, 1, 0, "a", "1")));
        Assert.True(await Replica.AppendAsync(Record(1, 2, 0, "a", "2")));
        Assert.True(await Replica.AppendAsync(Record(1, 3, 0, "b", "3")));
        Assert.Equal(new ReplicaPosition(1, 3), Replica.Logged);
        Assert.Null(Get(Replica, "a"));

        Assert.True(Replica.Apply(2));
        Assert.Equal("2", Get(Replica, "a"));
        Assert.Equal(new CommitStamp(1, 2), Replica.Get("a"u8)!.Value.Stamp);
        Assert.Null(Get(Replica, "b"));
        Assert.Equal(new ReplicaPosition(1, 2), Replica.Applied);
        Assert.Equal(3UL, Assert.Single(Replica.Tail).LastSequence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_WithUndecidedRecords_HasThemAsTail(bool crash)
    {
        await Replica.AppendAsync(Record(1, 1, 0, "a", "1"));
        await Replica.AppendAsync(Record(1, 2, 1, "b", "2"));
        await Replica.AppendAsync(Record(1, 3, 1, "c", "3"));
        Replica.Apply(1);
        await WriteAsync(Drive, Descriptor(71), Bytes(71, 10));
        await EndAsync(crash);

        Assert.True(Replica.IsComplete);
        Assert.Equal("1", Get(Replica, "a"));
        Assert.Null(Get(Replica, "b"));
        Assert.Equal([2UL, 3UL], Replica.Tail.Select(record => record.LastSequence));
        Assert.Equal(new ReplicaPosition(1, 3), Replica.Logged);
        Assert.True(Replica.Apply(3));
        Assert.Equal("3", Get(Replica, "c"));
        await EndAsync(crash);
        Assert.Equal(crash ? 1UL : 3UL, Replica.Applied.Sequence);
    }

    [Fact]
    public async Task Open_WithRecordsKnownCommitted_AppliesThem()
    {
        await Replica.AppendAsync(Record(1, 1, 0, "a", "1"));
        await Replica.AppendAsync(Record(1, 2, 0, "b", "2"));
        await Replica.AppendAsync(Record(1, 3, 2, "c", "3"));
        await Fixture.CrashAsync();
        Assert.Equal("2", Get(Replica, "b"));
        Assert.Equal(3UL, Assert.Single(Replica.Tail).LastSequence);
    }

    [Fact]
    public async Task Append_OfANewerEpoch_VoidsTheOldTailFromThere()
    {
        await Replica.AppendAsync(Record(1, 1, 0, "a", "old"));
        await Replica.AppendAsync(Record(1, 2, 0, "b", "old"));
        await Replica.AppendAsync(Record(1, 3, 0, "c", "old"));
        Assert.True(await Replica.AppendAsync(Record(2, 2, 1, "n", "new")));
        ReplicaPosition[] expected = [new(1, 1), new(2, 2)];
        Assert.Equal(expected, Replica.Tail.Select(record => record.Position));

        await Fixture.CrashAsync();
        Assert.Equal("old", Get(Replica, "a"));
        Assert.Equal(new ReplicaPosition(2, 2), Assert.Single(Replica.Tail).Position);
        Assert.True(Replica.Apply(2));
        Assert.Equal("new", Get(Replica, "n"));
        Assert.Null(Get(Replica, "b"));
    }

    [Fact]
    public async Task Append_OfARecordThatIsThere_ChangesNothing()
    {
        await Replica.AppendAsync(Record(1, 1, 0, "a", "1"));
        Assert.True(await Replica.AppendAsync(Record(1, 1, 0, "a", "1")));
        Assert.Single(Replica.Tail);
        await Fixture.CrashAsync();
        Assert.Single(Replica.Tail);
    }

    [Fact]
    public async Task Scan_InBothDirections_GivesTheRange()
    {
        for (ulong n = 1; n <= 5; n++)
        {
            await Replica.AppendAsync(Record(1, n, 0, $"k{n}", $"v{n}"));
        }

        Replica.Apply(5);
        Assert.Equal(["k2", "k3"], await KeysAsync("k2", "k4", reverse: false));
        Assert.Equal(["k3", "k2"], await KeysAsync("k2", "k4", reverse: true));
        Assert.Equal(["k1", "k2", "k3", "k4", "k5"], await KeysAsync(string.Empty, string.Empty, reverse: false));
        Assert.Equal(["k5", "k4"], await KeysAsync("k4", string.Empty, reverse: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Install_OfAState_ReplacesEverythingDurably(bool crash)
    {
        await Replica.AppendAsync(Record(1, 1, 0, "gone", "1"));
        Replica.Apply(1);
        await Replica.AppendAsync(Record(1, 2, 1, "tail", "2"));
        MetadataState state = State(("x", "7"), ("y", "8"));
        Assert.True(await Replica.InstallAsync(new ReplicaPosition(3, 40), state.Scan(default, default, false), default));
        await EndAsync(crash);

        Assert.True(Replica.IsComplete);
        Assert.Equal(new ReplicaPosition(3, 40), Replica.Applied);
        Assert.Empty(Replica.Tail);
        Assert.Null(Get(Replica, "gone"));
        Assert.Equal("7", Get(Replica, "x"));
        Assert.True(await Replica.AppendAsync(Record(3, 41, 40, "z", "9")));
        Assert.True(Replica.Apply(41));
        Assert.Equal(["x", "y", "z"], await KeysAsync(string.Empty, string.Empty, reverse: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Install_Interrupted_LeavesItIncomplete(bool crash)
    {
        await Replica.AppendAsync(Record(1, 1, 0, "a", "1"));
        using var cancelled = new CancellationTokenSource();
        IMetadataCursor state = new CancellingCursor(State(("x", "7"), ("y", "8")).Scan(default, default, false), cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Replica.InstallAsync(new ReplicaPosition(3, 40), state, cancelled.Token));
        Assert.False(Replica.IsComplete);
        await EndAsync(crash);
        Assert.False(Replica.IsComplete);
        Assert.Empty(Replica.Tail);
        Assert.True(await Replica.InstallAsync(new ReplicaPosition(3, 40), State(("x", "7")).Scan(default, default, false), default));
        Assert.True(Replica.IsComplete);
        Assert.Equal(["x"], await KeysAsync(string.Empty, string.Empty, reverse: false));
    }

    [Fact]
    public async Task Dispose_ThenAnyUse_AnswersOffline()
    {
        await Drive.DisposeAsync();
        Assert.False(Drive.IsOnline);
        Assert.Equal(DriveStatus.Offline, await Drive.StageShardAsync(Descriptor(1), Bytes(1, 10)));
        Assert.Equal(DriveStatus.Offline, await Drive.FlushAsync());
        Assert.Equal(DriveStatus.Offline, (await Drive.OpenShardAsync(Ref(Descriptor(1), 10))).Status);
        Assert.Equal(DriveStatus.Offline, (await Drive.CreateShardAsync(Descriptor(1))).Status);
        Assert.Equal(DriveStatus.Offline, await Drive.DeleteShardsAsync([Ref(Descriptor(1), 10)]));
        Assert.Equal(DriveStatus.Offline, await Drive.SettleAsync());
        Assert.False(await Replica.AppendAsync(Record(1, 1, 0, "a", "1")));
        Assert.False(Replica.Apply(1));
        Assert.Throws<DriveUnavailableException>(() => Replica.Get("a"u8));
        await Assert.ThrowsAsync<DriveUnavailableException>(() => ListAsync(Drive));
        Assert.Equal((0L, 0L), Drive.GetSpace());
    }

    [Fact]
    public async Task Operations_FromManyCallers_AllHold()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (ulong n = 0; n < 20; n++)
            {
                ulong blob = ((ulong)worker * 1000) + n;
                await WriteAsync(Drive, Descriptor(blob), Bytes(blob, 200 + (int)n));
                await AssertHoldsAsync(Drive, Descriptor(blob), Bytes(blob, 200 + (int)n));
            }
        })));
        await Fixture.CrashAsync();
        Assert.Equal(320, (await ListAsync(Drive)).Count);
    }

    private static void AssertSame(ShardDescriptor expected, ShardDescriptor actual)
    {
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal((expected.DataShards, expected.ParityShards), (actual.DataShards, actual.ParityShards));
        Assert.Equal(expected.Owner.BucketId, actual.Owner.BucketId);
        Assert.Equal(expected.Owner.Key.ToArray(), actual.Owner.Key.ToArray());
        Assert.Equal(expected.Owner.UploadId.ToArray(), actual.Owner.UploadId.ToArray());
        Assert.Equal(expected.Owner.PartNumber, actual.Owner.PartNumber);
    }

    private static MetadataState State(params (string Key, string Value)[] entries)
    {
        MetadataState.Builder builder = MetadataState.Empty.ToBuilder();
        foreach ((string key, string value) in entries)
        {
            builder.Put(System.Text.Encoding.UTF8.GetBytes(key), new MetadataValue(System.Text.Encoding.UTF8.GetBytes(value), new CommitStamp(3, 39)));
        }

        return builder.ToState();
    }

    private Task EndAsync(bool crash) => crash ? Fixture.CrashAsync() : Fixture.ReopenAsync();

    private async Task<List<string>> KeysAsync(string from, string to, bool reverse)
    {
        var keys = new List<string>();
        using IMetadataCursor cursor = Replica.Scan(System.Text.Encoding.UTF8.GetBytes(from), System.Text.Encoding.UTF8.GetBytes(to), reverse);
        while (await cursor.MoveNextAsync())
        {
            keys.Add(System.Text.Encoding.UTF8.GetString(cursor.Key));
        }

        return keys;
    }

    /// <summary>Gives one entry, then cancels.</summary>
    private sealed class CancellingCursor(IMetadataCursor inner, CancellationTokenSource cancellation) : IMetadataCursor
    {
        private bool _hasGiven;

        public ReadOnlySpan<byte> Key => inner.Key;

        public ReadOnlySpan<byte> Value => inner.Value;

        public CommitStamp Stamp => inner.Stamp;

        public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken = default)
        {
            if (_hasGiven)
            {
                await cancellation.CancelAsync();
            }

            _hasGiven = true;
            return await inner.MoveNextAsync(cancellationToken);
        }

        public ValueTask<bool> SeekAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) => inner.SeekAsync(key, cancellationToken);

        public void Dispose() => inner.Dispose();
    }
}
