using System.Buffers.Binary;

namespace ObjectStore.Blobs;

/// <summary>
/// Names a blob, the immutable content of one object or part: 32 bits of epoch (the opening of the store that wrote it), 48 bits of counter,
/// 48 random bits. Never used twice. Ordered by its bytes, so by epoch first.
/// </summary>
internal readonly record struct BlobId(ulong High, ulong Low) : IComparable<BlobId>
{
    /// <summary>Its length in bytes; in hex, twice that.</summary>
    public const int Size = 16;

    /// <summary>The opening of the store that wrote the blob.</summary>
    public uint Epoch => (uint)(High >> 32);

    /// <summary>Its number in the epoch.</summary>
    public ulong Counter => ((High & 0xFFFF_FFFF) << 16) | (Low >> 48);

    public static BlobId Create(uint epoch, ulong counter, ulong random)
        => new(((ulong)epoch << 32) | ((counter >> 16) & 0xFFFF_FFFF), (counter << 48) | (random & 0xFFFF_FFFF_FFFF));

    public static BlobId Read(ReadOnlySpan<byte> source)
        => new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]));

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <summary>The smallest id of an epoch.</summary>
    public static BlobId FirstOf(uint epoch) => new((ulong)epoch << 32, 0);

    public int CompareTo(BlobId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <summary>32 hex digits, as in file names.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";

    public static bool TryParse(ReadOnlySpan<char> text, out BlobId id)
    {
        id = default;
        if (text.Length != Size * 2
            || !ulong.TryParse(text[..16], System.Globalization.NumberStyles.AllowHexSpecifier, null, out ulong high)
            || !ulong.TryParse(text[16..], System.Globalization.NumberStyles.AllowHexSpecifier, null, out ulong low))
        {
            return false;
        }

        id = new BlobId(high, low);
        return true;
    }
}
