using System.Buffers;
using ObjectStore.Files;

namespace ObjectStore.Drives.ShardFiles;

/// <summary>The end of a shard file, read into a pooled buffer until disposed, and not verified yet.</summary>
internal sealed class ShardFileFooter : IDisposable
{
    private readonly int _offset;
    private readonly int _length;
    private byte[]? _buffer;

    private ShardFileFooter(byte[] buffer, int offset, int length, long fileLength)
    {
        _buffer = buffer;
        _offset = offset;
        _length = length;
        FileLength = fileLength;
    }

    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(_offset, _length);

    /// <summary>The length of the file with it.</summary>
    public long FileLength { get; }

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(ShardFileFooter));

    /// <summary>Reads it, at once if it is no longer than a guess; null if there is none. Blocks.</summary>
    /// <exception cref="DriveIOException">The drive failed.</exception>
    public static ShardFileFooter? Read(IDriveFile file, int guess)
    {
        long fileLength = file.Length;
        ShardFileFooter? end = ReadEnd(file, fileLength, (int)Math.Min(fileLength, guess));
        int size = end is null ? 0 : ShardFooter.ReadSize(end.Bytes);
        if (size > 0 && size <= end!._length)
        {
            return new ShardFileFooter(end.Buffer, end._length - size, size, fileLength);
        }

        end?.Dispose();
        return size > 0 && size <= fileLength ? ReadEnd(file, fileLength, size) : null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is byte[] buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ShardFileFooter? ReadEnd(IDriveFile file, long fileLength, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        bool isRead = false;
        try
        {
            isRead = file.Read(buffer.AsSpan(0, length), fileLength - length) == length;
            return isRead ? new ShardFileFooter(buffer, 0, length, fileLength) : null;
        }
        finally
        {
            if (!isRead)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
