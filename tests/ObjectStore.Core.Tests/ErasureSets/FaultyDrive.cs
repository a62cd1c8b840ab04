using System.IO.Hashing;
using System.Runtime.CompilerServices;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Erasure;
using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

/// <summary>
/// A drive in memory that can be made to fail, lose and damage things, and that uses buffers as late as it may: data is copied only when an operation ends, so
/// that a buffer returned too early shows as wrong bytes.
/// </summary>
internal sealed class FaultyDrive(DriveIdentity identity) : IDrive
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ShardKey, Stored> _shards = [];
    private readonly CancellationTokenSource _failed = new();
    private int _operationsLeft = int.MaxValue;

    public DriveIdentity Identity => identity;

    public string Name => $"drive {identity.Set}/{identity.Slot}";

    public bool IsOnline => FailureReason is null;

    public string? FailureReason { get; private set; }

    public CancellationToken Failed => _failed.Token;

    public IMetadataReplica Replica => throw new NotSupportedException();

    public bool IsFull { get; set; }

    public long FreeBytes { get; set; } = 1L << 40;

    /// <summary>Whether operations end on another thread, later.</summary>
    public bool IsAsynchronous { get; set; }

    /// <summary>Reads wait for this, whatever their cancellation says.</summary>
    public Task ReadGate { get; set; } = Task.CompletedTask;

    /// <summary>Appends to files wait for this.</summary>
    public Task AppendGate { get; set; } = Task.CompletedTask;

    public int Flushes { get; private set; }

    public int OpenFiles { get; private set; }

    public List<(ShardKey Shard, int Block)> BlocksRead { get; } = [];

    public IReadOnlyCollection<ShardKey> Shards
    {
        get
        {
            lock (_lock)
            {
                return [.. _shards.Keys];
            }
        }
    }

    /// <summary>Fails the drive at an operation of its future.</summary>
    public void FailAfter(int operations) => _operationsLeft = operations;

    public void Fail(string reason = "broken by the test")
    {
        FailureReason = reason;
        _failed.Cancel();
    }

    /// <summary>The drive as it is when opened anew; what was staged and not flushed is lost if it crashed.</summary>
    public FaultyDrive Reopen(bool crashed = false)
    {
        var reopened = new FaultyDrive(identity) { IsAsynchronous = IsAsynchronous };
        foreach ((ShardKey key, Stored shard) in _shards)
        {
            if (shard.Durable || !crashed)
            {
                reopened._shards.Add(key, shard);
            }
        }

        return reopened;
    }

    public byte[] Content(ShardKey key) => _shards[key].Data;

    public ShardDescriptor? DescriptorOf(ShardKey key) => _shards[key].Descriptor;

    public void Lose(ShardKey key)
    {
        lock (_lock)
        {
            _shards.Remove(key);
        }
    }

    public void FlipBit(ShardKey key, long bit)
    {
        byte[] damaged = (byte[])_shards[key].Data.Clone();
        damaged[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        _shards[key] = _shards[key] with { Data = damaged };
    }

    public void MakeDescriptorUnreadable(ShardKey key) => _shards[key] = _shards[key] with { Descriptor = null };

    /// <summary>Puts a shard that nothing names.</summary>
    public void Plant(ShardDescriptor descriptor, byte[] data) => _shards[descriptor.Key] = Stored.Of(descriptor, data, durable: true);

    public (long TotalBytes, long FreeBytes) GetSpace() => IsOnline ? (1L << 40, FreeBytes) : (0, 0);

    public void CheckIdentity()
    {
    }

    public async ValueTask<DriveStatus> StageShardAsync(ShardDescriptor descriptor, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        Assert.InRange(data.Length, 1, ShardLayout.MaxLogShard);
        DriveStatus status = await WriteOperationAsync();
        if (status == DriveStatus.Ok)
        {
            Store(descriptor, data.ToArray(), durable: false);
        }

        return status;
    }

    public async ValueTask<DriveStatus> FlushAsync(CancellationToken cancellationToken = default)
    {
        DriveStatus status = await OperationAsync();
        if (status != DriveStatus.Ok)
        {
            return status;
        }

        lock (_lock)
        {
            Flushes++;
            foreach ((ShardKey key, Stored shard) in _shards.ToList())
            {
                _shards[key] = shard with { Durable = true };
            }
        }

        return DriveStatus.Ok;
    }

    public async ValueTask<(DriveStatus Status, IShardWriter? Writer)> CreateShardAsync(ShardDescriptor descriptor, CancellationToken cancellationToken = default)
    {
        DriveStatus status = await WriteOperationAsync();
        return (status, status == DriveStatus.Ok ? new Writer(this, descriptor) : null);
    }

    public async ValueTask<(DriveStatus Status, IShardReader? Reader)> OpenShardAsync(ShardRef shard, CancellationToken cancellationToken = default)
    {
        DriveStatus status = await OperationAsync();
        if (status != DriveStatus.Ok)
        {
            return (status, null);
        }

        lock (_lock)
        {
            return !_shards.TryGetValue(shard.Key, out Stored? stored) ? (DriveStatus.NotFound, null)
                : stored.Descriptor is null || stored.Data.Length != shard.Length ? (DriveStatus.Corrupt, null)
                : (DriveStatus.Ok, new Reader(this, shard.Key, stored));
        }
    }

    public async ValueTask<DriveStatus> DeleteShardsAsync(IReadOnlyList<ShardRef> shards, CancellationToken cancellationToken = default)
    {
        DriveStatus status = await OperationAsync();
        foreach (ShardRef shard in status == DriveStatus.Ok ? shards : [])
        {
            Lose(shard.Key);
        }

        return status;
    }

    public ValueTask<DriveStatus> SettleAsync() => FlushAsync();

    public async IAsyncEnumerable<ShardInfo> ListShardsAsync(BlobId from, BlobId to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<KeyValuePair<ShardKey, Stored>> shards;
        lock (_lock)
        {
            shards = [.. _shards.Where(shard => shard.Key.Blob.CompareTo(from) >= 0 && shard.Key.Blob.CompareTo(to) < 0)];
        }

        foreach ((ShardKey key, Stored shard) in shards)
        {
            if (await OperationAsync() != DriveStatus.Ok)
            {
                throw new DriveUnavailableException(FailureReason!);
            }

            yield return new ShardInfo(new ShardRef(key, shard.Data.Length), shard.Descriptor);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<DriveStatus> OperationAsync()
    {
        if (IsAsynchronous)
        {
            await Task.Yield();
        }

        if (Interlocked.Decrement(ref _operationsLeft) < 0)
        {
            Fail();
        }

        return IsOnline ? DriveStatus.Ok : DriveStatus.Offline;
    }

    private async ValueTask<DriveStatus> WriteOperationAsync()
    {
        DriveStatus status = await OperationAsync();
        return status == DriveStatus.Ok && IsFull ? DriveStatus.Full : status;
    }

    private void Store(ShardDescriptor descriptor, byte[] data, bool durable)
    {
        lock (_lock)
        {
            _shards[descriptor.Key] = Stored.Of(descriptor, data, durable);
        }
    }

    private sealed record Stored(ShardDescriptor? Descriptor, byte[] Data, ulong[] Hashes, bool Durable)
    {
        public static Stored Of(ShardDescriptor descriptor, byte[] data, bool durable)
            => new(descriptor, data, [.. data.Chunk(ShardLayout.BlockSize).Select(block => XxHash3.HashToUInt64(block))], durable);
    }

    private sealed class Writer : IShardWriter
    {
        private readonly FaultyDrive _drive;
        private readonly ShardDescriptor _descriptor;
        private readonly MemoryStream _data = new();
        private bool _closed;

        public Writer(FaultyDrive drive, ShardDescriptor descriptor)
        {
            (_drive, _descriptor) = (drive, descriptor);
            drive.OpenFiles++;
        }

        public async ValueTask<DriveStatus> AppendAsync(ReadOnlyMemory<byte> blocks, CancellationToken cancellationToken = default)
        {
            Assert.Equal(0, _data.Length % ShardLayout.BlockSize);
            await _drive.AppendGate;
            DriveStatus status = await _drive.WriteOperationAsync();
            _data.Write(blocks.Span);
            return status;
        }

        public async ValueTask<DriveStatus> CompleteAsync(CancellationToken cancellationToken = default)
        {
            Assert.True(_data.Length > ShardLayout.MaxLogShard);
            DriveStatus status = await _drive.WriteOperationAsync();
            if (status == DriveStatus.Ok)
            {
                _drive.Store(_descriptor, _data.ToArray(), durable: true);
            }

            return status;
        }

        public ValueTask DisposeAsync()
        {
            _drive.OpenFiles -= _closed ? 0 : 1;
            _closed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Reader(FaultyDrive drive, ShardKey key, Stored shard) : IShardReader
    {
        public ShardDescriptor Descriptor => shard.Descriptor!;

        public ErasureGeometry Geometry => new(Descriptor.DataShards, Descriptor.ParityShards);

        public long Length => shard.Data.Length;

        public async ValueTask<DriveStatus> ReadBlocksAsync(int firstBlock, int blockCount, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            await drive.ReadGate;
            DriveStatus status = await drive.OperationAsync();
            int length = 0;
            for (int block = firstBlock; block < firstBlock + blockCount && status == DriveStatus.Ok; block++)
            {
                Memory<byte> data = shard.Data.AsMemory(block * ShardLayout.BlockSize, ShardLayout.BlockLength(Length, block));
                status = XxHash3.HashToUInt64(data.Span) == shard.Hashes[block] ? DriveStatus.Ok : DriveStatus.Corrupt;
                data.CopyTo(destination[length..]);
                length += data.Length;
                lock (drive._lock)
                {
                    drive.BlocksRead.Add((key, block));
                }
            }

            Assert.True(status != DriveStatus.Ok || length == destination.Length);
            cancellationToken.ThrowIfCancellationRequested();
            return status;
        }

        public void Dispose()
        {
        }
    }
}
