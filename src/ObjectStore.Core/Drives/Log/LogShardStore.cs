using System.Buffers;
using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;
using ObjectStore.Files;

namespace ObjectStore.Drives.Log;

/// <summary>The shards of a drive that are small enough for its log. Thread-safe.</summary>
internal sealed class LogShardStore(DriveCatalog catalog, LogSegments segments, LogCommitter committer, DriveIo io, DriveHealth health, DriveSpace space, ulong driveSeed)
{
    /// <summary>How often a shard that moves is looked up again.</summary>
    private const int MaxAttempts = 8;

    private const int MaxBlocks = ShardLayout.MaxLogShard / ShardLayout.BlockSize;

    /// <summary>Stages a shard; readers find it once it is durable.</summary>
    public async ValueTask<DriveStatus> StageAsync(ShardDescriptor descriptor, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(data.Length, nameof(data));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, ShardLayout.MaxLogShard, nameof(data));
        cancellationToken.ThrowIfCancellationRequested();
        if (!space.TryTake(data.Length))
        {
            return health.IsOnline ? DriveStatus.Full : DriveStatus.Offline;
        }

        await committer.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        if (committer.IsFull)
        {
            // There is room again as far as the file system says: let what waits try first.
            _ = committer.FlushAsync();
            return DriveStatus.Full;
        }

        committer.Enqueue(new ShardEntry(descriptor.Key, data.Length, Encode(descriptor, data.Span)));
        return health.IsOnline ? DriveStatus.Ok : DriveStatus.Offline;
    }

    /// <summary>Opens a shard.</summary>
    /// <exception cref="DriveIOException">The drive failed.</exception>
    public async ValueTask<(DriveStatus Status, IShardReader? Reader)> OpenAsync(ShardRef shard, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (catalog.Find(shard.Key) is not ShardLocation location)
            {
                return (DriveStatus.NotFound, null);
            }

            // Else the segment was collected since, and the shard is elsewhere.
            if (segments.TryAcquire(location.Position.Segment, out SegmentLease lease))
            {
                using (lease)
                {
                    IShardReader? reader = await ReadAsync(lease.File, location, shard, cancellationToken).ConfigureAwait(false);
                    return (reader is null ? DriveStatus.Corrupt : DriveStatus.Ok, reader);
                }
            }
        }

        return (DriveStatus.Corrupt, null);
    }

    /// <summary>Reads what shards of [from, to) say of themselves, up to a number; fewer only at the end. Blocks.</summary>
    /// <exception cref="DriveIOException">The drive failed.</exception>
    public List<ShardInfo> List(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, int limit)
    {
        var infos = new List<ShardInfo>();
        foreach ((ShardKey key, ShardLocation location) in catalog.List(from, to, limit))
        {
            infos.Add(new ShardInfo(new ShardRef(key, location.ShardLength), Describe(key, location)));
        }

        return infos;
    }

    private static LogRecordBuffer Encode(ShardDescriptor descriptor, ReadOnlySpan<byte> data)
    {
        int blocks = ShardLayout.BlockCount(data.Length);
        var record = new LogRecordBuffer(LogRecordKind.Shard, data.Length + ShardFooter.SizeOf(descriptor, blocks));
        Span<ulong> hashes = stackalloc ulong[MaxBlocks];
        data.CopyTo(record.Body);
        ShardBlocks.Hash(descriptor.Key, 0, record.Body[..data.Length], hashes);
        ShardFooter.Write(descriptor, data.Length, hashes[..blocks], record.Body[data.Length..]);
        record.Seal();
        return record;
    }

    private async ValueTask<IShardReader?> ReadAsync(IDriveFile file, ShardLocation location, ShardRef shard, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(location.RecordLength);
        IShardReader? reader = null;
        try
        {
            int length = file.TryReadCached(buffer.AsSpan(0, location.RecordLength), location.Position.Offset);
            if (length < location.RecordLength)
            {
                length = await io.RunAsync(
                    (file, buffer, location),
                    static read => read.file.Read(read.buffer.AsSpan(0, read.location.RecordLength), read.location.Position.Offset),
                    cancellationToken).ConfigureAwait(false);
            }

            return reader = length < location.RecordLength ? null : LogShardReader.TryOpen(buffer, location.RecordLength, shard, location.Position, driveSeed);
        }
        finally
        {
            if (reader is null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>What a shard says of itself; null if it is unreadable, or gone.</summary>
    private ShardDescriptor? Describe(ShardKey key, ShardLocation listed)
    {
        ShardLocation? location = listed;
        for (int attempt = 0; attempt < MaxAttempts && location is ShardLocation place; attempt++)
        {
            // Else the segment was collected since, and the shard is elsewhere.
            if (segments.TryAcquire(place.Position.Segment, out SegmentLease lease))
            {
                using (lease)
                {
                    return Describe(lease.File, new ShardRef(key, place.ShardLength), place);
                }
            }

            location = catalog.Find(key);
        }

        return null;
    }

    private ShardDescriptor? Describe(IDriveFile file, ShardRef shard, ShardLocation location)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(location.RecordLength);
        int length = file.Read(buffer.AsSpan(0, location.RecordLength), location.Position.Offset);
        using LogShardReader? reader = length < location.RecordLength ? null : LogShardReader.TryOpen(buffer, location.RecordLength, shard, location.Position, driveSeed);
        if (reader is null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return reader?.Descriptor;
    }
}
