using System.Text;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>Shards and records for tests: what they hold follows from their numbers.</summary>
internal static class DriveData
{
    public static ShardDescriptor Descriptor(ulong blob, byte shard = 0, string key = "bucket/key")
    {
        var owner = new BlobOwner(7, Encoding.UTF8.GetBytes(key), new byte[16], 3);
        return new ShardDescriptor(new ShardKey(BlobId.Create(1, blob, blob * 0x9E37_79B9), shard), 2, 2, owner);
    }

    public static byte[] Bytes(ulong seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(unchecked((int)seed * 31) + length).NextBytes(bytes);
        return bytes;
    }

    public static ShardRef Ref(ShardDescriptor descriptor, long length) => new(descriptor.Key, length);

    public static async Task WriteFileAsync(IDrive drive, ShardDescriptor descriptor, byte[] data)
    {
        (DriveStatus status, IShardWriter? writer) = await drive.CreateShardAsync(descriptor);
        Assert.Equal(DriveStatus.Ok, status);
        await using (writer)
        {
            int step = 3 * ShardLayout.BlockSize;
            for (int offset = 0; offset < data.Length; offset += step)
            {
                Assert.Equal(DriveStatus.Ok, await writer!.AppendAsync(data.AsMemory(offset, Math.Min(step, data.Length - offset))));
            }

            Assert.Equal(DriveStatus.Ok, await writer!.CompleteAsync());
        }
    }

    /// <summary>Writes a shard durably, by log or file.</summary>
    public static async Task WriteAsync(IDrive drive, ShardDescriptor descriptor, byte[] data)
    {
        if (!ShardLayout.IsLogShard(data.Length))
        {
            await WriteFileAsync(drive, descriptor, data);
            return;
        }

        Assert.Equal(DriveStatus.Ok, await drive.StageShardAsync(descriptor, data));
        Assert.Equal(DriveStatus.Ok, await drive.FlushAsync());
    }

    /// <summary>Reads a whole shard.</summary>
    public static async Task<(DriveStatus Status, byte[]? Data)> ReadAsync(IDrive drive, ShardRef shard)
    {
        (DriveStatus status, IShardReader? reader) = await drive.OpenShardAsync(shard);
        if (reader is null)
        {
            return (status, null);
        }

        using (reader)
        {
            byte[] data = new byte[shard.Length];
            status = await reader.ReadBlocksAsync(0, ShardLayout.BlockCount(shard.Length), data);
            return (status, status == DriveStatus.Ok ? data : null);
        }
    }

    public static async Task AssertHoldsAsync(IDrive drive, ShardDescriptor descriptor, byte[] data)
    {
        (DriveStatus status, byte[]? read) = await ReadAsync(drive, Ref(descriptor, data.Length));
        Assert.Equal(DriveStatus.Ok, status);
        Assert.Equal(data, read);
    }

    public static async Task<DriveStatus> StatusOfAsync(IDrive drive, ShardDescriptor descriptor, long length)
        => (await ReadAsync(drive, Ref(descriptor, length))).Status;

    public static async Task<List<ShardInfo>> ListAsync(IDrive drive, BlobId? from = null, BlobId? to = null)
    {
        var infos = new List<ShardInfo>();
        await foreach (ShardInfo info in drive.ListShardsAsync(from ?? default, to ?? new BlobId(ulong.MaxValue, ulong.MaxValue)))
        {
            infos.Add(info);
        }

        return infos;
    }

    /// <summary>A record of one transaction that sets one key.</summary>
    public static MetadataRecord Record(uint epoch, ulong sequence, ulong committedThrough, string key, string value)
    {
        var writer = new MetadataBatchWriter(sequence);
        writer.Put(Encoding.UTF8.GetBytes(key), sequence, Encoding.UTF8.GetBytes(value));
        return new MetadataRecord(epoch, sequence, sequence, committedThrough, writer.Finish());
    }

    public static string? Get(IMetadataReplica replica, string key)
        => replica.Get(Encoding.UTF8.GetBytes(key)) is { } value ? Encoding.UTF8.GetString(value.Value.Span) : null;
}
