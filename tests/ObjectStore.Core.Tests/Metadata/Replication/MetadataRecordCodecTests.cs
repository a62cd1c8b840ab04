using FsCheck.Xunit;
using ObjectStore.Metadata.Records;
using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class MetadataRecordCodecTests
{
    [Fact]
    public void WriteEnvelope_KnownRecord_HasPinnedBytes()
    {
        byte[] bytes = Encode(new MetadataRecord(3, 300, 301, 297, new byte[] { 0xAA, 0xBB }));

        Assert.Equal("01" + "03" + "ac02" + "01" + "02" + "aabb", Convert.ToHexStringLower(bytes));
    }

    [Property]
    public void Read_WhatWasWritten_GivesItBack(uint epoch, ulong first, ushort count, ulong back, byte[]? body)
    {
        first = Math.Clamp(first, 1, ulong.MaxValue - ushort.MaxValue);
        var record = new MetadataRecord(epoch, first, first + count, first - 1 - Math.Min(back, first - 1), body ?? []);

        MetadataRecord read = MetadataRecordCodec.Read(Encode(record));

        Assert.Equal(record with { Body = default }, read with { Body = default });
        Assert.Equal(record.Body.ToArray(), read.Body.ToArray());
    }

    [Theory]
    [InlineData(0, 0, 0)] // sequences begin at 1
    [InlineData(5, 4, 0)]
    [InlineData(5, 5, 5)] // a record is not committed when it is written
    public void WriteEnvelope_ContradictingSequences_Throws(ulong first, ulong last, ulong committed)
        => Assert.Throws<ArgumentException>(() => Encode(new MetadataRecord(1, first, last, committed, default)));

    [Theory]
    [InlineData("")]
    [InlineData("0201010000")] // a newer format
    [InlineData("0180")] // ends within the epoch
    [InlineData("01ffffffff10010000")] // an epoch of 33 bits
    [InlineData("0101000000")] // first sequence 0
    [InlineData("01010500" + "05")] // committed before sequence 0
    [InlineData("0101ffffffffffffffffff010100")] // last sequence beyond 64 bits
    public void Read_DamagedBytes_Throws(string hex)
        => Assert.Throws<RecordFormatException>(() => MetadataRecordCodec.Read(Convert.FromHexString(hex)));

    private static byte[] Encode(MetadataRecord record)
    {
        byte[] envelope = new byte[MetadataRecordCodec.MaxEnvelopeSize];
        int length = MetadataRecordCodec.WriteEnvelope(record, envelope);
        return [.. envelope.AsSpan(0, length), .. record.Body.Span];
    }
}
