using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.Blobs;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Memory;

/// <summary>
/// A drive in memory that keeps the promises of <see cref="IDrive"/> and no more, for tests of the layers above: <see cref="Crash"/> loses what was
/// not durable, and it can fail, be full, be slow to write, or rot. Thread-safe.
/// </summary>
internal sealed class MemoryDrive : IDrive
{
    private readonly Lock _gate = new();
    private readonly DriveHealth _health;
    private readonly MemoryReplica _replica;
    private readonly List<MemoryShard> _staged = [];
    private readonly Queue<(Action Write, TaskCompletionSource<bool> Done)> _held = new();
    private bool _isHolding;

    public MemoryDrive(DriveIdentity identity, string name, MemoryDriveMedium? medium = null)
    {
        Identity = identity;
        Name = name;
        Medium = medium ?? new MemoryDriveMedium();
        _health = new DriveHealth(name, NullLogger.Instance);
        _replica = new MemoryReplica(this);
    }

    public DriveIdentity Identity { get; }

    public string Name { get; }

    /// <summary>What the next drive after a crash or close has to be made with.</summary>
    public MemoryDriveMedium Medium { get; }

    [MemberNotNullWhen(false, nameof(FailureReason))]
    public bool IsOnline => _health.IsOnline;

    public string? FailureReason => _health.FailureReason;

    public CancellationToken Failed => _health.Failed;

    public IMetadataReplica Replica => _replica;

    /// <summary>Whether new shards are refused.</summary>
    public bool IsFull { get; set; }

    /// <summary>Fails the drive.</summary>
    public void Fail(string reason) => _health.Fail(reason);

    /// <summary>Takes the power away: what waits to become durable never will. Returns the drive as it comes back.</summary>
    public MemoryDrive Crash()
    {
        _health.Close();
        lock (_gate)
        {
            _staged.Clear();
            while (_held.TryDequeue(out (Action Write, TaskCompletionSource<bool> Done) held))
            {
                held.Done.TrySetResult(false);
            }
        }

        return new MemoryDrive(Identity, Name, Medium);
    }

    /// <summary>Lets writes wait, until <see cref="ReleaseWrites"/> or a crash, before they are durable.</summary>
    public void HoldWrites()
    {
        lock (_gate)
        {
            _isHolding = true;
        }
    }

    /// <summary>Makes all writes durable that wait.</summary>
    public void ReleaseWrites()
    {
        lock (_gate)
        {
            _isHolding = false;
            while (_held.TryDequeue(out (Action Write, TaskCompletionSource<bool> Done) held))
            {
                held.Write();
                held.Done.TrySetResult(true);
            }
        }
    }

    /// <summary>Damages a byte of a durable shard.</summary>
    public void Damage(ShardKey key, int offset = 0) => Medium.Shards[key].Data[offset] ^= 0x40;

    /// <summary>Whether new shards are accepted.</summary>
    public DriveStatus Admit()
    {
        if (!IsOnline)
        {
            return DriveStatus.Offline;
        }

        return IsFull ? DriveStatus.Full : DriveStatus.Ok;
    }

    public (long TotalBytes, long FreeBytes) GetSpace() => IsOnline ? (1L << 40, IsFull ? 0 : 1L << 39) : default;

    public void CheckIdentity()
    {
    }

    public ValueTask<DriveStatus> StageShardAsync(ShardDescriptor descriptor, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(data.Length, nameof(data));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, ShardLayout.MaxLogShard, nameof(data));
        cancellationToken.ThrowIfCancellationRequested();
        DriveStatus status = Admit();
        if (status == DriveStatus.Ok)
        {
            lock (_gate)
            {
                _staged.Add(new MemoryShard(descriptor, data.ToArray()));
            }
        }

        return ValueTask.FromResult(status);
    }

    public async ValueTask<DriveStatus> FlushAsync(CancellationToken cancellationToken = default)
        => await WriteAsync(static () => { }).WaitAsync(cancellationToken).ConfigureAwait(false) ? DriveStatus.Ok : DriveStatus.Offline;

    public ValueTask<(DriveStatus Status, IShardWriter? Writer)> CreateShardAsync(ShardDescriptor descriptor, CancellationToken cancellationToken = default)
    {
        DriveStatus status = Admit();
        return ValueTask.FromResult<(DriveStatus, IShardWriter?)>((status, status == DriveStatus.Ok ? new MemoryShardWriter(this, descriptor) : null));
    }

    public ValueTask<(DriveStatus Status, IShardReader? Reader)> OpenShardAsync(ShardRef shard, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(Open(shard));

    public async ValueTask<DriveStatus> DeleteShardsAsync(IReadOnlyList<ShardRef> shards, CancellationToken cancellationToken = default)
    {
        bool isDone = await WriteAsync(() => Delete(shards)).ConfigureAwait(false);
        return isDone ? DriveStatus.Ok : DriveStatus.Offline;
    }

    public async IAsyncEnumerable<ShardInfo> ListShardsAsync(BlobId from, BlobId to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        if (!IsOnline)
        {
            throw new DriveUnavailableException(FailureReason);
        }

        foreach ((ShardKey key, MemoryShard shard) in Medium.Shards)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key.Blob.CompareTo(from) >= 0 && key.Blob.CompareTo(to) < 0)
            {
                yield return new ShardInfo(new ShardRef(key, shard.Data.Length), shard.Descriptor);
            }
        }
    }

    public ValueTask<DriveStatus> SettleAsync() => FlushAsync();

    public async ValueTask DisposeAsync()
    {
        if (IsOnline)
        {
            ReleaseWrites();
            await FlushAsync().ConfigureAwait(false);
            _replica.Save();
            _health.Close();
        }
    }

    /// <summary>Makes a finished large shard durable.</summary>
    public async ValueTask<DriveStatus> PublishAsync(MemoryShard shard)
    {
        bool isDone = await WriteAsync(() => Medium.Shards[shard.Descriptor.Key] = shard).ConfigureAwait(false);
        return isDone ? DriveStatus.Ok : DriveStatus.Offline;
    }

    /// <summary>Makes durable what is staged, and then something else, in the order of calls; false if the drive failed.</summary>
    public Task<bool> WriteAsync(Action write)
    {
        lock (_gate)
        {
            if (!IsOnline)
            {
                return Task.FromResult(false);
            }

            MemoryShard[] staged = [.. _staged];
            _staged.Clear();
            void Commit()
            {
                foreach (MemoryShard shard in staged)
                {
                    Medium.Shards[shard.Descriptor.Key] = shard;
                }

                write();
            }

            if (!_isHolding)
            {
                Commit();
                return Task.FromResult(true);
            }

            var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Enqueue((Commit, done));
            return done.Task;
        }
    }

    private (DriveStatus Status, IShardReader? Reader) Open(ShardRef shard)
    {
        if (!IsOnline)
        {
            return (DriveStatus.Offline, null);
        }

        if (!Medium.Shards.TryGetValue(shard.Key, out MemoryShard? found))
        {
            return (DriveStatus.NotFound, null);
        }

        return found.Data.Length == shard.Length ? (DriveStatus.Ok, new MemoryShardReader(found, this)) : (DriveStatus.Corrupt, null);
    }

    private void Delete(IReadOnlyList<ShardRef> shards)
    {
        foreach (ShardRef shard in shards)
        {
            Medium.Shards.TryRemove(shard.Key, out _);
        }
    }
}
