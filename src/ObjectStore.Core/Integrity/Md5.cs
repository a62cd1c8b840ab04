using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ObjectStore.Integrity.Md5Kernels;

namespace ObjectStore.Integrity;

/// <summary>
/// MD5 (RFC 1321) over content that arrives in pieces: what S3 uses as the ETag of a plain object and as Content-MD5. Its state is open to
/// <see cref="Md5Worker"/>, which hashes several messages at once. Not thread-safe.
/// </summary>
internal sealed class Md5
{
    /// <summary>The length of a digest in bytes.</summary>
    public const int Size = MD5.HashSizeInBytes;

    private const int BlockSize = Md5Kernel.BlockSize;

    private State _state = State.Initial;
    private Block _tail;
    private long _length;

    /// <summary>A, B, C and D after all whole blocks.</summary>
    public Span<uint> Words => _state;

    /// <summary>Bytes that wait for the rest of their block.</summary>
    private int TailLength => (int)(_length % BlockSize);

    /// <summary>Adds the next piece of the content.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        content = content[FillTail(content)..];
        int blocks = content.Length / BlockSize;
        Compress(content[..(blocks * BlockSize)]);
        Skip(blocks);
        FillTail(content[(blocks * BlockSize)..]);
    }

    /// <summary>Adds bytes as far as they belong to a block that was begun, or are too few for one; gives their number.</summary>
    public int FillTail(ReadOnlySpan<byte> content)
    {
        int begun = TailLength;
        if (begun == 0 && content.Length >= BlockSize)
        {
            return 0;
        }

        int count = Math.Min(BlockSize - begun, content.Length);
        content[..count].CopyTo(((Span<byte>)_tail)[begun..]);
        _length += count;
        if (count > 0 && TailLength == 0)
        {
            Compress(_tail);
        }

        return count;
    }

    /// <summary>Counts blocks that someone else hashed into <see cref="Words"/>, while no block was begun.</summary>
    public void Skip(int blocks) => _length += (long)blocks * BlockSize;

    /// <summary>Writes the digest of all that was appended, and begins anew.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Finish(Span<byte> destination)
    {
        Span<byte> tail = _tail;
        int begun = TailLength;
        tail[begun++] = 0x80;
        if (begun > BlockSize - sizeof(long))
        {
            tail[begun..].Clear();
            Compress(tail);
            begun = 0;
        }

        tail[begun..].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(tail[^sizeof(long)..], _length * 8);
        Compress(tail);
        for (int i = 0; i < Md5Kernel.StateWords; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(i * sizeof(uint))..], Words[i]);
        }

        _state = State.Initial;
        _length = 0;
    }

    /// <inheritdoc cref="Finish(Span{byte})"/>
    public byte[] Finish()
    {
        var digest = new byte[Size];
        Finish(digest);
        return digest;
    }

    private unsafe void Compress(ReadOnlySpan<byte> blocks)
    {
        fixed (uint* words = Words)
        fixed (byte* message = blocks)
        {
            byte* start = message;
            Md5KernelSet.Scalar.Compress(words, &start, blocks.Length / BlockSize);
        }
    }

    [InlineArray(Md5Kernel.StateWords)]
    private struct State
    {
        private uint _first;

        public static State Initial
        {
            get
            {
                var state = default(State);
                ReadOnlySpan<uint> words = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476];
                words.CopyTo(state);
                return state;
            }
        }
    }

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte _first;
    }
}
