using FsCheck.Xunit;
using ObjectStore.Metadata.Records;
using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class MetadataBatchTests
{
    [Fact]
    public void Finish_KnownChanges_HasPinnedBytes()
    {
        var writer = new MetadataBatchWriter(100);
        writer.Put("a"u8, 100, "xy"u8);
        writer.Delete("bc"u8, 100);
        writer.Put("d"u8, 300, default);

        Assert.Equal("00" + "0161" + "027879" + "01" + "026263" + "9003" + "0164" + "00", Convert.ToHexStringLower(writer.Finish().Span));
    }

    [Property]
    public void MoveNext_WhatWasWritten_GivesItBack((byte[] Key, byte[]? Value, byte Step)[] changes, uint first)
    {
        changes = [.. changes.Where(c => c.Key is not null)];
        var writer = new MetadataBatchWriter(first, capacity: 0);
        ulong sequence = first;
        foreach ((byte[] key, byte[]? value, byte step) in changes)
        {
            sequence += step;
            if (value is null)
            {
                writer.Delete(key, sequence);
            }
            else
            {
                writer.Put(key, sequence, value);
            }
        }

        var reader = new MetadataBatchReader(writer.Finish().Span, first, sequence);
        sequence = first;
        foreach ((byte[] key, byte[]? value, byte step) in changes)
        {
            sequence += step;
            Assert.True(reader.MoveNext());
            Assert.Equal(key, reader.Key.ToArray());
            Assert.Equal(value is null, reader.IsDelete);
            Assert.Equal(value ?? [], reader.Value.ToArray());
            Assert.Equal(sequence, reader.Sequence);
        }

        Assert.False(reader.MoveNext());
    }

    [Fact]
    public void Put_SequenceBeforePrevious_Throws()
        => Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var writer = new MetadataBatchWriter(5);
            writer.Put("a"u8, 4, default);
        });

    [Fact]
    public void MoveNext_BodyCutWithinAChange_Throws()
    {
        var writer = new MetadataBatchWriter(1);
        writer.Put("key"u8, 1, "value"u8);
        ReadOnlyMemory<byte> body = writer.Finish();

        for (int length = 1; length < body.Length; length++)
        {
            Assert.Throws<RecordFormatException>(() => ReadAll(body[..length], 1, 1));
        }
    }

    [Theory]
    [InlineData("02016100")] // one sequence beyond the record's last
    [InlineData("00ffffffffffffffffff01")] // a key length of 2^64 - 1
    [InlineData("00ffffffffffffffffff02")] // an integer of 65 bits
    [InlineData("00ffffffffffffffffffff01")] // an integer of 11 bytes
    [InlineData("000161ffffffff0f")] // a value length of 2^32 - 1
    public void MoveNext_DamagedBody_Throws(string hex)
        => Assert.Throws<RecordFormatException>(() => ReadAll(Convert.FromHexString(hex), 7, 7));

    [Property]
    public void MoveNext_AnyBytes_EndsOrThrowsFormatException(byte[] body)
    {
        try
        {
            ReadAll(body ?? [], 1, 1000);
        }
        catch (RecordFormatException)
        {
        }
    }

    private static void ReadAll(ReadOnlyMemory<byte> body, ulong first, ulong last)
    {
        var reader = new MetadataBatchReader(body.Span, first, last);
        while (reader.MoveNext())
        {
        }
    }
}
