using System.Buffers.Binary;
using ObjectStore.Drives.Log;

namespace ObjectStore.Drives.Catalog;

/// <summary>Up to where the log is in the index: everything before has its effect there; replay begins here.</summary>
/// <param name="Position">The next record to replay.</param>
/// <param name="Sequence">That record's sequence.</param>
internal readonly record struct Checkpoint(LogPosition Position, ulong Sequence)
{
    public const int Size = 24;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Position.Segment);
        BinaryPrimitives.WriteInt64BigEndian(destination[8..], Position.Offset);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], Sequence);
    }

    public static Checkpoint Read(ReadOnlySpan<byte> source)
        => new(
            new LogPosition(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadInt64BigEndian(source[8..])),
            BinaryPrimitives.ReadUInt64BigEndian(source[16..]));
}
