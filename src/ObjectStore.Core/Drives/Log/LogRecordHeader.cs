using System.Buffers.Binary;
using System.IO.Hashing;

namespace ObjectStore.Drives.Log;

/// <summary>
/// The head of a log record. Its hash covers the record's place and drive too, so that bytes that look like a record but were written elsewhere, a
/// copy of a log stored as an object for instance, are never taken for one. Bytes: docs/disk-format.md.
/// </summary>
/// <param name="Kind">What the body is.</param>
/// <param name="BodyLength">The body's length in bytes.</param>
/// <param name="Sequence">The record's number on this drive, from 1 without gaps.</param>
/// <param name="BatchIndex">How many records were written before it by the same write: these became durable together, or not.</param>
internal readonly record struct LogRecordHeader(LogRecordKind Kind, int BodyLength, ulong Sequence, int BatchIndex)
{
    public const int Size = 32;

    /// <summary>The hash of the body, which follows it.</summary>
    public const int BodyHashSize = 8;

    /// <summary>Records begin at multiples of this, so that the next one is found after damage.</summary>
    public const int Alignment = 8;

    /// <summary>The longest body; a header with more is none.</summary>
    public const int MaxBodyLength = 64 << 20;

    private const uint Magic = 0x524C_534F; // "OSLR"
    private const byte FormatVersion = 1;
    private const int HashOffset = 24;

    /// <summary>The sequence of the first record of its write.</summary>
    public ulong BatchStart => Sequence - (ulong)BatchIndex;

    /// <summary>The length of the whole record with padding.</summary>
    public int RecordLength => RecordLengthOf(BodyLength);

    public static int RecordLengthOf(int bodyLength) => (Size + bodyLength + BodyHashSize + Alignment - 1) & ~(Alignment - 1);

    /// <summary>Gives the seed of a drive's records.</summary>
    public static ulong SeedOf(Guid driveId)
    {
        Span<byte> bytes = stackalloc byte[16];
        driveId.TryWriteBytes(bytes);
        return XxHash3.HashToUInt64(bytes);
    }

    public void Write(Span<byte> destination, ulong driveSeed, LogPosition position)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        destination[4] = FormatVersion;
        destination[5] = (byte)Kind;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], BodyLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], BatchIndex);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[HashOffset..], Hash(destination, driveSeed, position));
    }

    /// <summary>Reads and verifies a header; false if there is none at the position.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ulong driveSeed, LogPosition position, out LogRecordHeader header)
    {
        header = default;
        if (source.Length < Size
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic
            || source[4] != FormatVersion
            || BinaryPrimitives.ReadUInt64LittleEndian(source[HashOffset..]) != Hash(source, driveSeed, position))
        {
            return false;
        }

        header = new LogRecordHeader(
            (LogRecordKind)source[5],
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]));
        return header.BodyLength is >= 0 and <= MaxBodyLength && header.BatchIndex >= 0 && (ulong)header.BatchIndex < header.Sequence;
    }

    private static ulong Hash(ReadOnlySpan<byte> header, ulong driveSeed, LogPosition position)
    {
        Span<byte> bytes = stackalloc byte[HashOffset + 16];
        header[..HashOffset].CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[HashOffset..], position.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(HashOffset + 8)..], position.Offset);
        return XxHash3.HashToUInt64(bytes, (long)driveSeed);
    }
}
