using System.Buffers.Binary;
using System.Globalization;

namespace ObjectStore.Metadata.Records;

/// <summary>The entity tag of an object or part: 16 bytes of MD5 and, for a multipart object, the number of its parts.</summary>
/// <param name="High">The first 8 bytes, big-endian.</param>
/// <param name="Low">The last 8 bytes, big-endian.</param>
/// <param name="PartCount">The number of parts; 0 for content that was written at once.</param>
internal readonly record struct EntityTag(ulong High, ulong Low, int PartCount = 0)
{
    /// <summary>The hash's length in bytes.</summary>
    public const int HashSize = 16;

    public static EntityTag FromHash(ReadOnlySpan<byte> md5, int partCount = 0)
        => new(BinaryPrimitives.ReadUInt64BigEndian(md5), BinaryPrimitives.ReadUInt64BigEndian(md5[8..]), partCount);

    public void WriteHash(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <summary>The tag as S3 shows it, without quotes: 32 hex digits, and <c>-N</c> for N parts.</summary>
    public override string ToString()
        => PartCount == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}")
            : string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}-{PartCount}");
}
