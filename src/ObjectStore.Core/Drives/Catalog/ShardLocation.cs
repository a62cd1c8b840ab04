using System.Buffers.Binary;
using ObjectStore.Drives.Log;

namespace ObjectStore.Drives.Catalog;

/// <summary>Where a shard stands in the log.</summary>
/// <param name="Position">Its record.</param>
/// <param name="RecordLength">The record's length with padding, in bytes.</param>
/// <param name="ShardLength">The shard's own length in bytes.</param>
internal readonly record struct ShardLocation(LogPosition Position, int RecordLength, int ShardLength)
{
    public const int Size = 24;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Position.Segment);
        BinaryPrimitives.WriteInt64BigEndian(destination[8..], Position.Offset);
        BinaryPrimitives.WriteInt32BigEndian(destination[16..], RecordLength);
        BinaryPrimitives.WriteInt32BigEndian(destination[20..], ShardLength);
    }

    public static ShardLocation Read(ReadOnlySpan<byte> source)
        => new(
            new LogPosition(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadInt64BigEndian(source[8..])),
            BinaryPrimitives.ReadInt32BigEndian(source[16..]),
            BinaryPrimitives.ReadInt32BigEndian(source[20..]));
}
