using System.Buffers;
using ObjectStore.Blobs;

namespace ObjectStore.Drives.Memory;

/// <summary>Collects a large shard in memory.</summary>
internal sealed class MemoryShardWriter(MemoryDrive drive, ShardDescriptor descriptor) : IShardWriter
{
    private readonly ArrayBufferWriter<byte> _data = new();

    public ValueTask<DriveStatus> AppendAsync(ReadOnlyMemory<byte> blocks, CancellationToken cancellationToken = default)
    {
        if (_data.WrittenCount % ShardLayout.BlockSize != 0)
        {
            throw new InvalidOperationException("Only the last block may be short.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        DriveStatus status = drive.Admit();
        if (status == DriveStatus.Ok)
        {
            _data.Write(blocks.Span);
        }

        return ValueTask.FromResult(status);
    }

    public ValueTask<DriveStatus> CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (ShardLayout.IsLogShard(_data.WrittenCount))
        {
            throw new InvalidOperationException("A shard of this length belongs into the log.");
        }

        return drive.PublishAsync(new MemoryShard(descriptor, _data.WrittenSpan.ToArray()));
    }

    public ValueTask DisposeAsync() => default;
}
