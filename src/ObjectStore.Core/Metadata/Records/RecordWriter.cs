using System.Buffers.Binary;
using System.IO.Hashing;

namespace ObjectStore.Metadata.Records;

/// <summary>
/// Builds a record value: a format version, fields, and a checksum of both. Integers are LEB128 varints, byte strings are preceded by their length.
/// Cold and warm paths only; the buffer grows with the record, which is small.
/// </summary>
internal ref struct RecordWriter
{
    /// <summary>The checksum's length: XxHash3, little-endian.</summary>
    public const int ChecksumSize = 8;

    private byte[] _buffer;
    private int _length;

    public RecordWriter(byte formatVersion, int capacity = 256)
    {
        _buffer = new byte[capacity];
        _buffer[0] = formatVersion;
        _length = 1;
    }

    public void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void WriteVarint(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    public void WriteFixed(scoped ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    public void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)bytes.Length);
        WriteFixed(bytes);
    }

    /// <summary>Text as UTF-8; null and empty are told apart.</summary>
    public void WriteText(string? text)
    {
        if (text is null)
        {
            WriteVarint(0);
            return;
        }

        int count = System.Text.Encoding.UTF8.GetByteCount(text);
        WriteVarint((ulong)count + 1);
        Reserve(count);
        _length += System.Text.Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    /// <summary>Appends the checksum and gives the value.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        ulong checksum = XxHash3.HashToUInt64(_buffer.AsSpan(0, _length));
        Reserve(ChecksumSize);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_length), checksum);
        return _buffer.AsMemory(0, _length + ChecksumSize);
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }
    }
}
