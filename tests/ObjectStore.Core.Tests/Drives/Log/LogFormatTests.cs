using FsCheck.Xunit;
using ObjectStore.Drives.Log;
using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Log;

/// <summary>The bytes of log records, as docs/disk-format.md has them.</summary>
public sealed class LogFormatTests
{
    private static readonly ulong Seed = LogRecordHeader.SeedOf(new Guid("22222222-2222-2222-2222-222222222222"));

    [Fact]
    public void Header_WritesTheseBytes()
    {
        byte[] bytes = new byte[LogRecordHeader.Size];
        new LogRecordHeader(LogRecordKind.Metadata, 0x01020304, 0x1122334455667788, 5).Write(bytes, Seed, new LogPosition(3, 4096));
        Assert.Equal("4F534C520103000004030201050000008877665544332211", Convert.ToHexString(bytes.AsSpan(0, 24)));
        Assert.Equal("521564008244E183", Convert.ToHexString(bytes.AsSpan(24)));
    }

    [Fact]
    public void MetadataRecord_WritesTheseBytes()
    {
        var writer = new MetadataBatchWriter(7);
        writer.Put("key"u8, 7, "value"u8);
        writer.Delete("gone"u8, 8);
        using LogRecordBuffer record = MetadataEntry.Encode(new MetadataRecord(2, 7, 8, 5, writer.Finish()));
        record.WriteHeader(Seed, new LogPosition(1, 0), 1, 0);
        string bytes = Convert.ToHexString(record.Bytes.Span);
        Assert.Equal("4F534C5201030000" + "16000000" + "00000000" + "0100000000000000", bytes[..48]);
        Assert.Equal("01" + "02" + "07" + "01" + "01" + "00" + "03" + "6B6579" + "05" + "76616C7565" + "03" + "04" + "676F6E65", bytes[64..108]);
        Assert.Equal("6A7F9CECDD04DA42" + "0000", bytes[108..]);
    }

    [Property]
    public void TryRead_OfWhatWasWritten_GivesItBackAtItsPlaceOnly(uint length, ulong sequence, ushort index, ulong segment, uint offset)
    {
        var header = new LogRecordHeader(LogRecordKind.Shard, (int)(length % LogRecordHeader.MaxBodyLength), Math.Max(sequence, (ulong)index + 1), index);
        var position = new LogPosition(segment, offset);
        byte[] bytes = new byte[LogRecordHeader.Size];
        header.Write(bytes, Seed, position);

        Assert.True(LogRecordHeader.TryRead(bytes, Seed, position, out LogRecordHeader read));
        Assert.Equal(header, read);
        Assert.False(LogRecordHeader.TryRead(bytes, Seed, position with { Offset = position.Offset + 8 }, out _));
        Assert.False(LogRecordHeader.TryRead(bytes, Seed, position with { Segment = position.Segment + 1 }, out _));
        Assert.False(LogRecordHeader.TryRead(bytes, Seed + 1, position, out _));
    }

    [Fact]
    public void TryRead_WithAnyBitFlipped_Fails()
    {
        byte[] bytes = new byte[LogRecordHeader.Size];
        var position = new LogPosition(3, 4096);
        new LogRecordHeader(LogRecordKind.Shard, 500, 77, 2).Write(bytes, Seed, position);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(LogRecordHeader.TryRead(bytes, Seed, position, out _));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
