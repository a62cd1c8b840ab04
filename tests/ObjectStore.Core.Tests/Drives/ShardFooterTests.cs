using System.Text;
using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using Xunit;

namespace ObjectStore.Core.Tests.Drives;

public sealed class ShardFooterTests
{
    private static readonly ShardDescriptor Example = new(
        new ShardKey(BlobId.Create(1, 2, 3), 4), 8, 4, new BlobOwner(0x0102, "key"u8.ToArray(), new byte[] { 0xAA, 0xBB }, 5));

    [Fact]
    public void Write_WritesTheseBytes()
    {
        byte[] footer = new byte[ShardFooter.SizeOf(Example, 2)];
        ShardFooter.Write(Example, 65537, [0x1111, 0x2222], footer);
        const string Expected =
            "01" + "08" + "04" + "04" + "00000001000000000002000000000003" + "0100010000000000" + "0201000000000000" + "05000000" + "02" + "0300" + "AABB" + "6B6579"
            + "1111000000000000" + "2222000000000000";
        Assert.Equal(Expected, Convert.ToHexString(footer.AsSpan(0, footer.Length - 16)));
        Assert.Equal("C49BC0A98910682C" + "50000000" + "4F535346", Convert.ToHexString(footer.AsSpan(footer.Length - 16)));
    }

    [Property]
    public void Read_OfWhatWasWritten_GivesItBack(uint epoch, ulong counter, byte shard, ulong bucket, string? key, byte[]? upload, ushort part, ushort blocks, byte rest)
    {
        byte[] keyBytes = Encoding.UTF8.GetBytes(key ?? string.Empty);
        var owner = new BlobOwner(bucket, keyBytes, (upload ?? []).Take(255).ToArray(), part);
        var descriptor = new ShardDescriptor(new ShardKey(BlobId.Create(epoch, counter, 9), shard), 3, 1, owner);
        int count = (blocks % 40) + 1;
        long length = ((count - 1L) * ShardLayout.BlockSize) + rest + 1;
        ulong[] hashes = [.. Enumerable.Range(0, count).Select(n => (ulong)n * 77)];
        byte[] footer = new byte[ShardFooter.SizeOf(descriptor, count)];
        ShardFooter.Write(descriptor, length, hashes, footer);

        Assert.Equal(footer.Length, ShardFooter.ReadSize(footer));
        Assert.True(ShardFooter.TryRead(footer, out ShardKey readKey, out long readLength));
        Assert.Equal((descriptor.Key, length), (readKey, readLength));
        ShardDescriptor read = ShardFooter.ReadDescriptor(footer);
        Assert.Equal(keyBytes, read.Owner.Key.ToArray());
        Assert.Equal(owner.UploadId.ToArray(), read.Owner.UploadId.ToArray());
        Assert.Equal((bucket, (int)part), (read.Owner.BucketId, read.Owner.PartNumber));
        Assert.Equal(hashes, Enumerable.Range(0, count).Select(n => ShardFooter.ReadHash(footer, n)));
    }

    [Property]
    public void Read_OfAnything_NeverThrows(byte[]? bytes, int at, byte value)
    {
        _ = ShardFooter.TryRead(bytes ?? [], out _, out _);
        byte[] footer = new byte[ShardFooter.SizeOf(Example, 2)];
        ShardFooter.Write(Example, 65537, [1, 2], footer);
        int place = (int)((uint)at % (uint)footer.Length);
        bool isSame = footer[place] == value;
        footer[place] = value;
        Assert.Equal(isSame, ShardFooter.TryRead(footer, out _, out _));
    }
}
