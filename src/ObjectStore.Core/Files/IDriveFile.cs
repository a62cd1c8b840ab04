namespace ObjectStore.Files;

/// <summary>An open file. Offsets are explicit, so that it may be read from several threads at once. Blocks; throws <see cref="DriveIOException"/>.</summary>
internal interface IDriveFile : IDisposable
{
    /// <summary>The length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads until the buffer is full or the file ends; gives the number of bytes read.</summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>
    /// Reads only if that needs no wait for the drive (RWF_NOWAIT); gives the number of bytes read, which may be fewer, or -1 if it would block or the
    /// file system cannot tell.
    /// </summary>
    int TryReadCached(Span<byte> destination, long offset);

    /// <summary>Writes everything.</summary>
    void Write(ReadOnlySpan<byte> data, long offset);

    /// <summary>Writes all buffers, one after the other, in as few calls as possible.</summary>
    void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset);

    /// <summary>Makes content and length durable (fdatasync). After an error the file is suspect for ever: never call again, fail the drive.</summary>
    void SyncData();

    /// <summary>Cuts or extends the file.</summary>
    void SetLength(long length);

    /// <summary>Starts writing out dirty pages of a range without waiting (sync_file_range): a hint.</summary>
    void StartWriteback(long offset, long length);
}
