using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace ObjectStore.Hosting.Memory;

/// <summary>Gives Kestrel <see cref="PinnedBlockPool"/>s.</summary>
internal sealed class PinnedBlockPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new PinnedBlockPool();
}
