using ObjectStore.Blobs;
using ObjectStore.Erasure;

namespace ObjectStore.Drives.Memory;

/// <summary>Reads a shard in memory.</summary>
internal sealed class MemoryShardReader(MemoryShard shard, MemoryDrive drive) : IShardReader
{
    public ShardDescriptor Descriptor => shard.Descriptor;

    public ErasureGeometry Geometry => new(shard.Descriptor.DataShards, shard.Descriptor.ParityShards);

    public long Length => shard.Data.Length;

    public ValueTask<DriveStatus> ReadBlocksAsync(int firstBlock, int blockCount, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        int offset = (int)ShardBlocks.CheckRange(Length, firstBlock, blockCount, destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        if (!drive.IsOnline)
        {
            return ValueTask.FromResult(DriveStatus.Offline);
        }

        shard.Data.AsSpan(offset, destination.Length).CopyTo(destination.Span);
        return ValueTask.FromResult(shard.IsGood(firstBlock, destination.Span) ? DriveStatus.Ok : DriveStatus.Corrupt);
    }

    public void Dispose()
    {
    }
}
