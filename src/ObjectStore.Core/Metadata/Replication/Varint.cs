using ObjectStore.Metadata.Records;

namespace ObjectStore.Metadata.Replication;

/// <summary>LEB128: seven bits a byte, least significant first.</summary>
internal static class Varint
{
    /// <summary>The longest form in bytes.</summary>
    public const int MaxSize = 10;

    /// <summary>Writes a value and gives its length in bytes. The destination has room for <see cref="MaxSize"/>, or just enough.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        int length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a value at a position and moves the position behind it.</summary>
    /// <exception cref="RecordFormatException">The source ends within it, or it has more than 64 bits.</exception>
    public static ulong Read(ReadOnlySpan<byte> source, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if ((uint)position >= (uint)source.Length)
            {
                throw new RecordFormatException("A metadata batch ends within an integer.");
            }

            byte b = source[position++];
            if (shift == 63 && b > 1)
            {
                break;
            }

            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new RecordFormatException("A metadata batch holds an integer of more than 64 bits.");
    }
}
