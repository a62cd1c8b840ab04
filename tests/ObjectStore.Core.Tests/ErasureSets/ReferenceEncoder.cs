using ObjectStore.Blobs;
using ObjectStore.Erasure;

namespace ObjectStore.Core.Tests.ErasureSets;

/// <summary>The shards of a blob, computed stripe by stripe from the definition in <see cref="ShardLayout"/>.</summary>
internal static class ReferenceEncoder
{
    public static byte[][] Encode(byte[] content, ErasureGeometry geometry)
    {
        MemoryStream[] shards = [.. Enumerable.Range(0, geometry.TotalShards).Select(_ => new MemoryStream())];
        foreach (byte[] stripe in content.Chunk(geometry.DataShards * ShardLayout.BlockSize))
        {
            int block = (stripe.Length + geometry.DataShards - 1) / geometry.DataShards;
            byte[] padded = [.. stripe, .. new byte[(block * geometry.DataShards) - stripe.Length]];
            ReadOnlyMemory<byte>[] data = [.. padded.Chunk(block).Select(chunk => (ReadOnlyMemory<byte>)chunk)];
            Memory<byte>[] parity = [.. Enumerable.Range(0, geometry.ParityShards).Select(_ => new byte[block].AsMemory())];
            ReedSolomon.Get(geometry).Encode(data, parity);
            foreach ((MemoryStream shard, ReadOnlyMemory<byte> bytes) in shards.Zip([.. data, .. parity.Select(p => (ReadOnlyMemory<byte>)p)]))
            {
                shard.Write(bytes.Span);
            }
        }

        return [.. shards.Select(shard => shard.ToArray())];
    }
}
