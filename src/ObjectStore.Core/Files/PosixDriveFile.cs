using System.Buffers;
using System.Runtime.InteropServices;

namespace ObjectStore.Files;

/// <summary>A file of Linux. Thread-safe; disposing it while a call runs lets that call end first.</summary>
internal sealed class PosixDriveFile : IDriveFile
{
    private readonly SafeFdHandle _fd;
    private readonly string _rootPath;
    private readonly string _path;

    /// <summary>Takes over an open descriptor; the paths are for messages.</summary>
    public PosixDriveFile(SafeFdHandle fd, string rootPath, string path)
    {
        _fd = fd;
        _rootPath = rootPath;
        _path = path;
    }

    /// <remarks>Moves the file position, which nothing else uses.</remarks>
    public long Length
    {
        get
        {
            long length = LibC.Seek(_fd, 0, LibC.SeekEnd);
            return length >= 0 ? length : throw Failure("lseek");
        }
    }

    public unsafe int Read(Span<byte> destination, long offset)
    {
        int total = 0;
        fixed (byte* start = destination)
        {
            while (total < destination.Length)
            {
                nint read = LibC.Read(_fd, start + total, (nuint)(destination.Length - total), offset + total);
                if (read == 0)
                {
                    break;
                }

                total += (int)Progress(read, "pread");
            }
        }

        return total;
    }

    public unsafe int TryReadCached(Span<byte> destination, long offset)
    {
        if (destination.IsEmpty)
        {
            return 0;
        }

        fixed (byte* start = destination)
        {
            var vector = new IoVector { Base = start, Length = (nuint)destination.Length };
            while (true)
            {
                nint read = LibC.ReadGather(_fd, &vector, 1, offset, LibC.ReadNoWait);
                if (read >= 0)
                {
                    return (int)read;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Errno.Interrupted:
                        continue;
                    case Errno.WouldBlock or Errno.NotSupported or Errno.NoSuchCall or Errno.InvalidArgument:
                        return -1;
                    default:
                        throw Failure("preadv2");
                }
            }
        }
    }

    public unsafe void Write(ReadOnlySpan<byte> data, long offset)
    {
        fixed (byte* start = data)
        {
            int total = 0;
            while (total < data.Length)
            {
                nint written = LibC.Write(_fd, start + total, (nuint)(data.Length - total), offset + total);
                total += (int)WriteProgress(written, "pwrite");
            }
        }
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        int capacity = Math.Min(buffers.Count, LibC.MaxGatherBuffers);
        MemoryHandle[] pins = ArrayPool<MemoryHandle>.Shared.Rent(capacity);
        try
        {
            for (int first = 0; first < buffers.Count; first += capacity)
            {
                int count = Math.Min(capacity, buffers.Count - first);
                offset += WritePinned(buffers, first, pins.AsSpan(0, count), offset);
            }
        }
        finally
        {
            ArrayPool<MemoryHandle>.Shared.Return(pins, clearArray: true);
        }
    }

    public void SyncData()
    {
        while (LibC.SyncData(_fd) != 0)
        {
            ThrowUnlessInterrupted("fdatasync");
        }
    }

    public void SetLength(long length)
    {
        while (LibC.Truncate(_fd, length) != 0)
        {
            ThrowUnlessInterrupted("ftruncate");
        }
    }

    public void StartWriteback(long offset, long length)
    {
        if (LibC.SyncRange(_fd, offset, length, LibC.StartWriteOut) == 0)
        {
            return;
        }

        // A file system without it loses a hint only; a failed write-out is an error that the next sync would report as well.
        if (Marshal.GetLastPInvokeError() is not (Errno.NoSuchCall or Errno.NotSupported or Errno.Interrupted))
        {
            throw Failure("sync_file_range");
        }
    }

    public void Dispose() => _fd.Dispose();

    private unsafe long WritePinned(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, Span<MemoryHandle> pins, long offset)
    {
        IoVector* vectors = stackalloc IoVector[pins.Length];
        int pinned = 0;
        try
        {
            for (; pinned < pins.Length; pinned++)
            {
                ReadOnlyMemory<byte> buffer = buffers[first + pinned];
                pins[pinned] = buffer.Pin();
                vectors[pinned] = new IoVector { Base = (byte*)pins[pinned].Pointer, Length = (nuint)buffer.Length };
            }

            return WriteVectors(new IoVectors(vectors, pins.Length), offset);
        }
        finally
        {
            for (int i = 0; i < pinned; i++)
            {
                pins[i].Dispose();
            }
        }
    }

    private unsafe long WriteVectors(IoVectors vectors, long offset)
    {
        long total = 0;
        while (vectors.Count > 0)
        {
            nint written = WriteProgress(LibC.WriteGather(_fd, vectors.First, vectors.Count, offset + total), "pwritev");
            total += written;
            vectors.Advance((nuint)written);
        }

        return total;
    }

    /// <summary>The bytes a call moved: none after an interrupt.</summary>
    private nint Progress(nint result, string operation)
    {
        if (result >= 0)
        {
            return result;
        }

        ThrowUnlessInterrupted(operation);
        return 0;
    }

    /// <summary>
    /// As <see cref="Progress"/>; a write that moved nothing and names no error would repeat for ever, so it counts as an I/O error.
    /// </summary>
    private nint WriteProgress(nint result, string operation)
        => result != 0 ? Progress(result, operation) : throw Failure(operation, DriveIOException.IOError);

    private void ThrowUnlessInterrupted(string operation)
    {
        if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
        {
            throw Failure(operation);
        }
    }

    private DriveIOException Failure(string operation) => Failure(operation, Marshal.GetLastPInvokeError());

    private DriveIOException Failure(string operation, int errno) => new(operation, Path.Combine(_rootPath, _path), errno);
}
