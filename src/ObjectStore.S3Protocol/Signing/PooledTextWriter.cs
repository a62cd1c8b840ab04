using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>UTF-8 text that grows in a pooled buffer. Dispose gives the buffer back, once.</summary>
internal ref struct PooledTextWriter
{
    private byte[] _buffer;
    private int _length;

    /// <summary>Creates a writer.</summary>
    /// <param name="capacity">The bytes it has room for at first.</param>
    public PooledTextWriter(int capacity)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
        _length = 0;
    }

    /// <summary>What has been written. Holds until the next write.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Writes one ASCII character.</summary>
    public void Write(byte character)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = character;
    }

    /// <summary>Writes UTF-8 bytes.</summary>
    public void Write(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(GetSpan(utf8.Length));
        _length += utf8.Length;
    }

    /// <summary>Writes text as UTF-8.</summary>
    public void Write(scoped ReadOnlySpan<char> text)
        => _length += Encoding.UTF8.GetBytes(text, GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>
    /// Writes a header's value, whose characters are the bytes of the wire: as they are if they are UTF-8, else as the UTF-8 form of Latin-1 text.
    /// Clients sign text as UTF-8, whichever of the two they send it in.
    /// </summary>
    public void WriteHeaderValue(scoped ReadOnlySpan<char> value)
    {
        if (Ascii.IsValid(value) || value.ContainsAnyExceptInRange('\0', '\xFF'))
        {
            Write(value);
            return;
        }

        Span<byte> bytes = GetSpan(value.Length)[..value.Length];
        Encoding.Latin1.GetBytes(value, bytes);
        if (Utf8.IsValid(bytes))
        {
            _length += bytes.Length;
        }
        else
        {
            Write(value);
        }
    }

    /// <summary>Writes bytes as lower-case hexadecimal digits.</summary>
    public void WriteHex(scoped ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, GetSpan(bytes.Length * 2), out int written);
        _length += written;
    }

    /// <summary>Writes a scope: <c>date/region/service/aws4_request</c>.</summary>
    public void WriteScope(CredentialScope scope)
    {
        Write(scope.Date);
        Write((byte)'/');
        Write(scope.Region);
        Write((byte)'/');
        Write(scope.Service);
        Write((byte)'/');
        Write(CredentialScope.Terminator);
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Span<byte> GetSpan(int length)
    {
        if (_buffer.Length - _length < length)
        {
            Grow(length);
        }

        return _buffer.AsSpan(_length);
    }

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + length));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
