using System.Buffers.Binary;
using System.IO.Hashing;

namespace ObjectStore.Metadata.Records;

/// <summary>Reads what <see cref="RecordWriter"/> wrote, after verifying its checksum and format version.</summary>
internal ref struct RecordReader
{
    private readonly ReadOnlySpan<byte> _fields;
    private int _position;

    /// <summary>Begins a record.</summary>
    /// <exception cref="RecordFormatException">The checksum does not fit, or the format version is newer than <paramref name="newestVersion"/>.</exception>
    public RecordReader(ReadOnlySpan<byte> value, byte newestVersion)
    {
        int length = value.Length - RecordWriter.ChecksumSize;
        if (length < 1 || BinaryPrimitives.ReadUInt64LittleEndian(value[length..]) != XxHash3.HashToUInt64(value[..length]))
        {
            throw new RecordFormatException("A metadata record does not match its checksum.");
        }

        Version = value[0];
        if (Version == 0 || Version > newestVersion)
        {
            throw new RecordFormatException($"A metadata record has format version {Version}; this release reads up to {newestVersion}.");
        }

        _fields = value[1..length];
    }

    public byte Version { get; }

    public readonly bool AtEnd => _position == _fields.Length;

    public byte ReadByte() => ReadFixed(1)[0];

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = ReadByte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new RecordFormatException("A metadata record holds an integer of more than 64 bits.");
    }

    public ReadOnlySpan<byte> ReadFixed(int length)
    {
        if ((uint)length > (uint)(_fields.Length - _position))
        {
            throw new RecordFormatException("A metadata record ends within a field.");
        }

        ReadOnlySpan<byte> bytes = _fields.Slice(_position, length);
        _position += length;
        return bytes;
    }

    /// <summary>Passes over bytes if they come next; else stays where it is.</summary>
    public bool TrySkip(ReadOnlySpan<byte> bytes)
    {
        bool isNext = _fields[_position..].StartsWith(bytes);
        _position += isNext ? bytes.Length : 0;
        return isNext;
    }

    public ReadOnlySpan<byte> ReadBytes() => ReadFixed(checked((int)Math.Min(ReadVarint(), int.MaxValue)));

    public string? ReadText()
    {
        ulong count = ReadVarint();
        return count == 0 ? null : System.Text.Encoding.UTF8.GetString(ReadFixed(checked((int)Math.Min(count - 1, int.MaxValue))));
    }
}
