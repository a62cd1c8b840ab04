using ObjectStore.Blobs;
using ObjectStore.Erasure;

namespace ObjectStore.Drives;

/// <summary>An open shard. Reads may run at the same time.</summary>
internal interface IShardReader : IDisposable
{
    /// <summary>What the shard says of itself; made when it is asked for.</summary>
    ShardDescriptor Descriptor { get; }

    /// <summary>The geometry in <see cref="Descriptor"/>.</summary>
    ErasureGeometry Geometry { get; }

    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>
    /// Reads whole blocks and verifies each against its hash. <paramref name="destination"/> has exactly their length; its content is undefined
    /// unless the status is Ok. It must stay untouched until the task completes, also after cancellation.
    /// </summary>
    ValueTask<DriveStatus> ReadBlocksAsync(int firstBlock, int blockCount, Memory<byte> destination, CancellationToken cancellationToken = default);
}
