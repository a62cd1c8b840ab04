using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;
using ObjectStore.Drives.Log;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Catalog;

/// <summary>The bytes of index entries, as docs/disk-format.md has them.</summary>
public sealed class CatalogFormatTests
{
    [Fact]
    public void ShardKey_WritesTheseBytes()
    {
        byte[] key = new byte[CatalogKeys.ShardSize];
        var shard = new ShardKey(BlobId.Create(1, 2, 3), 4);
        CatalogKeys.WriteShard(shard, key);
        Assert.Equal("73" + "00000001000000000002000000000003" + "04", Convert.ToHexString(key));
        Assert.Equal(shard, CatalogKeys.ReadShard(key));
    }

    [Fact]
    public void SegmentKey_WritesTheseBytes()
    {
        byte[] key = new byte[CatalogKeys.SegmentSize];
        CatalogKeys.WriteSegment(0x0102, key);
        Assert.Equal("6C" + "0000000000000102", Convert.ToHexString(key));
        Assert.Equal(0x0102UL, CatalogKeys.ReadSegment(key));
    }

    [Fact]
    public void Location_WritesTheseBytes()
    {
        byte[] value = new byte[ShardLocation.Size];
        var location = new ShardLocation(new LogPosition(1, 0x0203), 0x0405, 0x06);
        location.Write(value);
        Assert.Equal("0000000000000001" + "0000000000000203" + "00000405" + "00000006", Convert.ToHexString(value));
        Assert.Equal(location, ShardLocation.Read(value));
    }

    [Fact]
    public void Checkpoint_WritesTheseBytes()
    {
        byte[] value = new byte[Checkpoint.Size];
        var checkpoint = new Checkpoint(new LogPosition(1, 0x0203), 9);
        checkpoint.Write(value);
        Assert.Equal("0000000000000001" + "0000000000000203" + "0000000000000009", Convert.ToHexString(value));
        Assert.Equal(checkpoint, Checkpoint.Read(value));
    }

    [Fact]
    public void MetadataKey_IsTheKeyBehindItsTag() => Assert.Equal("6D6162", Convert.ToHexString(CatalogKeys.OfMetadata("ab"u8)));
}
